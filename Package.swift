// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "tibialis",
  products: [
    .library(name: "Tibialis", targets: ["Tibialis"]),
    .executable(name: "tibialis", targets: ["TibialisCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // MARK: Debian's libraries
    .systemLibrary(name: "SystemEDFLib", providers: [.apt(["libedf-dev"])]),
    .systemLibrary(name: "SystemSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "SystemZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CEDFLib", dependencies: ["SystemEDFLib"], linkerSettings: [.linkedLibrary("edf")]),

    .target(name: "CProcess"),

    // MARK: Leaves
    .target(name: "SleepEvents", swiftSettings: strict),
    .target(name: "StructuredText", dependencies: ["SleepEvents"], swiftSettings: strict),
    .target(name: "CBoostMath", cxxSettings: [.define("BOOST_MATH_NO_LONG_DOUBLE_MATH_FUNCTIONS")]),

    // MARK: The path of a night
    .target(
      name: "EDF", dependencies: ["SleepEvents", "SystemZlib", "CEDFLib"],
      resources: [.embedInCode("Deidentification/allowed_annotations.txt")], swiftSettings: strict),
    .target(name: "LegEMG", dependencies: ["SleepEvents"], swiftSettings: strict),
    .target(
      name: "SleepAnnotations", dependencies: ["SleepEvents", "StructuredText", "EDF"],
      resources: [.embedInCode("Vocabulary/vocabulary.json")],
      swiftSettings: strict),
    .target(name: "LimbMovementScoring", dependencies: ["SleepEvents"], swiftSettings: strict),
    .target(
      name: "NightAnalysis",
      dependencies: [
        "SleepEvents", "StructuredText", "EDF", "LegEMG", "SleepAnnotations", "LimbMovementScoring",
      ],
      resources: [.embedInCode("ChannelRoles/leg_labels.tsv")], swiftSettings: strict),

    // MARK: The path of a study
    .target(
      name: "SleepStudy", dependencies: ["SleepEvents", "StructuredText", "NightAnalysis", "SystemSQLite"],
      resources: [.embedInCode("Tables/drugs.csv")], swiftSettings: strict),
    .target(
      name: "StudyComparison",
      dependencies: ["SleepEvents", "StructuredText", "SleepStudy", "CBoostMath"],
      swiftSettings: strict),
    .target(
      name: "StudyReports",
      dependencies: [
        "SleepEvents", "StructuredText", "EDF", "LegEMG", "NightAnalysis", "SleepStudy", "StudyComparison",
      ],
      resources: [.embedInCode("Pages/page.css"), .embedInCode("Viewer/viewer.js")], swiftSettings: strict),
    .target(
      name: "NightSimulator", dependencies: ["SleepEvents", "StructuredText", "EDF", "SleepStudy"],
      swiftSettings: strict),

    // MARK: The public face and the tool
    .target(
      name: "Tibialis",
      dependencies: [
        "SleepEvents", "StructuredText", "EDF", "LegEMG", "SleepAnnotations", "LimbMovementScoring",
        "NightAnalysis", "SleepStudy", "StudyComparison", "StudyReports", "NightSimulator",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "TibialisCommand",
      dependencies: [
        "Tibialis", "CProcess", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // MARK: Tests
    .testTarget(name: "SleepEventsTests", dependencies: ["SleepEvents"], swiftSettings: strict),
    .testTarget(
      name: "TibialisCommandTests", dependencies: ["TibialisCommand", "Tibialis", "SystemSQLite"],
      swiftSettings: strict),
    .testTarget(
      name: "EDFTests", dependencies: ["EDF", "CEDFLib", "SystemZlib", "SleepEvents", "StructuredText"],
      swiftSettings: strict),
    .testTarget(
      name: "NightAnalysisTests",
      dependencies: [
        "NightAnalysis", "EDF", "LimbMovementScoring", "SleepAnnotations", "SleepEvents", "StructuredText",
      ], swiftSettings: strict),
    .testTarget(
      name: "LimbMovementScoringTests", dependencies: ["LimbMovementScoring", "SleepEvents"],
      exclude: ["Data"], swiftSettings: strict),
    .testTarget(
      name: "SleepAnnotationsTests",
      dependencies: ["SleepAnnotations", "LimbMovementScoring", "EDF", "SleepEvents", "StructuredText"],
      exclude: ["Data"], swiftSettings: strict),
    .testTarget(name: "LegEMGTests", dependencies: ["LegEMG", "SleepEvents"], swiftSettings: strict),
    .testTarget(
      name: "WholeNightTests", dependencies: ["NightSimulator", "SleepEvents", "StructuredText"],
      swiftSettings: strict),
    .testTarget(name: "CBoostMathTests", dependencies: ["CBoostMath"], swiftSettings: strict),
    .testTarget(
      name: "SleepStudyTests", dependencies: ["SleepEvents", "StructuredText", "SleepStudy"],
      swiftSettings: strict),
    .testTarget(
      name: "StudyComparisonTests",
      dependencies: ["SleepEvents", "StructuredText", "SleepStudy", "StudyComparison"],
      exclude: ["Data"], swiftSettings: strict),
    .testTarget(
      name: "StudyReportsTests",
      dependencies: [
        "SleepEvents", "StructuredText", "LegEMG", "SleepStudy", "StudyComparison", "StudyReports",
      ],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
