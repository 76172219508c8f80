// swift-tools-version: 6.2
import PackageDescription

// Build with: swift build -c release --sanitize=fuzzer
let package = Package(
  name: "fuzzing",
  dependencies: [.package(name: "tibialis", path: "../..")],
  targets: [
    .executableTarget(
      name: "EDFFuzzer", dependencies: [.product(name: "Tibialis", package: "tibialis")],
      swiftSettings: [.unsafeFlags(["-parse-as-library"])])
  ]
)
