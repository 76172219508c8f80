// swift-tools-version: 6.2
import PackageDescription

// Kernels and readers have package access, which this package gains by compiling under the root package's name.
// SwiftPM names a package after its folder, and gives a target with `packageAccess` the name of this package instead.
let folder = Context.packageDirectory.split(separator: "/").dropLast(2).last.map(String.init) ?? ""
let name = String(folder.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
let insider: [SwiftSetting] = [.unsafeFlags(["-package-name", name])]

// Build with: swift build -c release --sanitize=fuzzer
let package = Package(
  name: "fuzzing",
  dependencies: [.package(name: "tibialis", path: "../..")],
  targets: [
    .executableTarget(
      name: "EDFFuzzer", dependencies: [.product(name: "Tibialis", package: "tibialis")],
      packageAccess: false,
      swiftSettings: insider + [.unsafeFlags(["-parse-as-library"])]),
    .executableTarget(
      name: "TableFuzzer", dependencies: [.product(name: "Tibialis", package: "tibialis")],
      packageAccess: false,
      swiftSettings: insider + [.unsafeFlags(["-parse-as-library"])]),
  ]
)
