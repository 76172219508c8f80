// swift-tools-version: 6.2
import PackageDescription

// Simulation and timing of the comparison itself, outside the root graph.
let package = Package(
  name: "comparison-benchmarks",
  dependencies: [.package(name: "tibialis", path: "../../..")],
  targets: [
    .target(name: "NightDrawing", dependencies: [.product(name: "Tibialis", package: "tibialis")]),
    .executableTarget(
      name: "ComparisonCalibration",
      dependencies: ["NightDrawing", .product(name: "Tibialis", package: "tibialis")]),
    .executableTarget(
      name: "ComparisonSpeed",
      dependencies: ["NightDrawing", .product(name: "Tibialis", package: "tibialis")]),
  ]
)
