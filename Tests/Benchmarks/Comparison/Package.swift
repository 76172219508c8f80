// swift-tools-version: 6.2
import PackageDescription

// Simulation and timing of the comparison itself, outside the root graph; both compile the models of nights that the tests
// have. The engines are for the package alone; these take part in it. SwiftPM names a package after its folder, and gives a
// target with `packageAccess` the name of this one instead.
let folder = Context.packageDirectory.split(separator: "/").dropLast(3).last.map(String.init) ?? ""
let name = String(folder.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
let insider: [SwiftSetting] = [.unsafeFlags(["-package-name", name])]

let package = Package(
  name: "comparison-benchmarks",
  dependencies: [.package(name: "tibialis", path: "../../..")],
  targets: [
    .executableTarget(
      name: "ComparisonCalibration",
      dependencies: [.product(name: "Tibialis", package: "tibialis")],
      packageAccess: false, swiftSettings: insider),
    .executableTarget(
      name: "ComparisonSpeed",
      dependencies: [.product(name: "Tibialis", package: "tibialis")],
      packageAccess: false, swiftSettings: insider),
  ]
)
