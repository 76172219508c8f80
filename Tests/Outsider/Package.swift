// swift-tools-version: 6.2
import PackageDescription

// Programs of outside users, who see only the products of Tibialis. `Scripts/outsider-test` builds and runs
// them, and checks that README and the articles quote them.
let package = Package(
  name: "outsider",
  dependencies: [.package(name: "tibialis", path: "../..")],
  targets: [
    .executableTarget(name: "OneNight", dependencies: [.product(name: "Tibialis", package: "tibialis")]),
    .executableTarget(name: "ManyNights", dependencies: [.product(name: "Tibialis", package: "tibialis")]),
    .executableTarget(
      name: "BeforeAndAfter", dependencies: [.product(name: "Tibialis", package: "tibialis")]),
    .executableTarget(
      name: "EventsAlone", dependencies: [.product(name: "LimbMovementScoring", package: "tibialis")]),
    .executableTarget(name: "HeaderAlone", dependencies: [.product(name: "EDF", package: "tibialis")]),
  ],
  cxxLanguageStandard: .cxx17
)
