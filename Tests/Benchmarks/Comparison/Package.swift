// swift-tools-version: 6.2
import PackageDescription

// Simulation and timing of the comparison, outside the root package; both compile the tests' models of nights. The
// engines have package access, which this package gains by compiling under the root package's name. SwiftPM names a
// package after its folder, and gives a target with `packageAccess` the name of this one instead.
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
