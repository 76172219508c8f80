// swift-tools-version: 6.2
import PackageDescription

// Programs of somebody else, who sees of Tibialis what its products show and no more. `Scripts/outsider-test` builds and
// runs them; those of README and the articles are checked to be these.
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
