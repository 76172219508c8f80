// swift-tools-version: 6.2
import PackageDescription

// Kernels and readers have package access, which this package gains by compiling under the root package's name.
// SwiftPM names a package after its folder.
let folder = Context.packageDirectory.split(separator: "/").dropLast(2).last.map(String.init) ?? ""
let name = String(folder.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
let insider: [SwiftSetting] = [.unsafeFlags(["-package-name", name])]

let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "tibialis", path: "../..")],
  targets: [
    .target(
      name: "CReaders", cSettings: [.unsafeFlags(["-O3"])], linkerSettings: [.linkedLibrary("edf")]),
    .executableTarget(
      name: "EDFBenchmark", dependencies: ["CReaders", .product(name: "Tibialis", package: "tibialis")],
      packageAccess: false, swiftSettings: insider),
    .target(name: "PlainFilter", cSettings: [.unsafeFlags(["-O3"])]),
    .executableTarget(
      name: "KernelBenchmark",
      dependencies: ["PlainFilter", .product(name: "Tibialis", package: "tibialis")],
      packageAccess: false, swiftSettings: insider),
    .executableTarget(
      name: "ScoringBenchmark", dependencies: [.product(name: "Tibialis", package: "tibialis")],
      packageAccess: false, swiftSettings: insider),
  ]
)
