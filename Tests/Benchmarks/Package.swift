// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "tibialis", path: "../..")],
  targets: [
    .target(
      name: "CReaders", cSettings: [.unsafeFlags(["-O3"])], linkerSettings: [.linkedLibrary("edf")]),
    .executableTarget(
      name: "EDFBenchmark", dependencies: ["CReaders", .product(name: "Tibialis", package: "tibialis")]),
    .target(name: "PlainFilter", cSettings: [.unsafeFlags(["-O3"])]),
    .executableTarget(
      name: "KernelBenchmark", dependencies: ["PlainFilter", .product(name: "Tibialis", package: "tibialis")]),
    .executableTarget(
      name: "ScoringBenchmark", dependencies: [.product(name: "Tibialis", package: "tibialis")]),
  ]
)
