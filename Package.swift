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
    // Events in, scored night out: no file, no signal, no C library.
    .library(name: "LimbMovementScoring", targets: ["LimbMovementScoring"]),
    // EDF, EDF+, BDF and BDF+ with zlib alone.
    .library(name: "EDF", targets: ["EDF"]),
    .executable(name: "tibialis", targets: ["TibialisCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
  ],
  targets: [
    // MARK: Debian's libraries
    .systemLibrary(name: "SystemEDFLib", providers: [.apt(["libedf-dev"])]),
    .systemLibrary(name: "SystemSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "SystemZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CEDFLib", dependencies: ["SystemEDFLib"], linkerSettings: [.linkedLibrary("edf")]),

    .target(name: "CProcess"),
    .target(name: "CSampleBytes"),
    .target(name: "CDigest"),
    // One filter for several instruction sets, chosen when the program runs.
    .target(name: "CLaneFilter"),

    // MARK: Leaves
    .target(name: "SleepEvents", swiftSettings: strict),
    .target(name: "StructuredText", dependencies: ["SleepEvents", "CDigest"], swiftSettings: strict),
    .target(name: "CBoostMath", cxxSettings: [.define("BOOST_MATH_NO_LONG_DOUBLE_MATH_FUNCTIONS")]),

    // MARK: The path of a night
    .target(
      name: "EDF", dependencies: ["SleepEvents", "StructuredText", "CSampleBytes", "SystemZlib"],
      resources: [.embedInCode("Deidentification/allowed_annotations.txt")], swiftSettings: strict),
    .target(
      name: "EDFSecondReader", dependencies: ["EDF", "SleepEvents", "CEDFLib"], swiftSettings: strict),
    .target(name: "LegEMG", dependencies: ["SleepEvents", "CLaneFilter"], swiftSettings: strict),
    .target(
      name: "SleepAnnotations", dependencies: ["SleepEvents", "StructuredText", "EDF"],
      resources: [.embedInCode("Vocabulary/vocabulary.json"), .embedInCode("Vocabulary/words.tsv")],
      swiftSettings: strict),
    .target(name: "LimbMovementScoring", dependencies: ["SleepEvents"], swiftSettings: strict),
    .target(
      name: "NightResults",
      dependencies: [
        "SleepEvents", "StructuredText", "LimbMovementScoring",
        .product(name: "Algorithms", package: "swift-algorithms"),
      ],
      swiftSettings: strict),
    .target(
      name: "NightAnalysis",
      dependencies: [
        "SleepEvents", "StructuredText", "EDF", "EDFSecondReader", "LegEMG", "SleepAnnotations",
        "LimbMovementScoring", "NightResults",
      ],
      resources: [.embedInCode("ChannelRoles/leg_labels.tsv")], swiftSettings: strict),

    // MARK: The path of a study
    // Workbooks as tables, with zlib alone.
    .target(
      name: "SpreadsheetReading", dependencies: ["SleepEvents", "StructuredText", "SystemZlib"],
      swiftSettings: strict),
    .target(
      name: "StudyTables",
      dependencies: ["SleepEvents", "StructuredText", "NightResults", "SpreadsheetReading"],
      resources: [
        .embedInCode("Drugs/drugs.csv"), .embedInCode("Drugs/drug_names.csv"),
        .embedInCode("Drugs/confusable.csv"), .embedInCode("Drugs/drug_half_lives.csv"),
      ],
      swiftSettings: strict),
    .target(
      name: "StudyBatch",
      dependencies: [
        "SleepEvents", "StructuredText", "EDF", "LimbMovementScoring", "NightResults", "NightAnalysis",
        "StudyTables", "SystemSQLite",
      ],
      swiftSettings: strict),
    .target(
      name: "StudyComparison",
      dependencies: ["SleepEvents", "StructuredText", "StudyTables", "CBoostMath"],
      swiftSettings: strict),
    .target(
      name: "StudyReports",
      dependencies: [
        "SleepEvents", "StructuredText", "LimbMovementScoring", "NightResults", "StudyTables",
        "StudyComparison", "SystemZlib",
      ],
      resources: [.embedInCode("Pages/page.css")], swiftSettings: strict),
    .target(
      name: "NightViewer",
      dependencies: [
        "SleepEvents", "StructuredText", "EDF", "LegEMG", "NightResults", "NightAnalysis", "StudyReports",
      ],
      resources: [
        .embedInCode("viewer-model.js"), .embedInCode("viewer-picture.js"),
        .embedInCode("viewer-actions.js"),
      ], swiftSettings: strict),
    .target(
      name: "NightSimulator", dependencies: ["SleepEvents", "StructuredText", "EDF", "StudyTables"],
      swiftSettings: strict),

    // MARK: The public face and the tool
    .target(
      name: "Tibialis",
      dependencies: [
        "SleepEvents", "StructuredText", "EDF", "EDFSecondReader", "LegEMG", "SleepAnnotations",
        "LimbMovementScoring", "NightResults", "NightAnalysis", "StudyTables", "StudyBatch",
        "StudyComparison",
        "StudyReports", "NightViewer", "NightSimulator",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "TibialisCommand",
      dependencies: [
        "Tibialis", "CProcess", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict,
      // A quarter of a short command was spent on linking at its start. Swift's own archives, and the linker
      // that does not complain about one of them.
      linkerSettings: [
        .unsafeFlags(
          [
            "-static-stdlib", "-use-ld=lld", "-lCoreFoundation", "-l_FoundationICU", "-l_FoundationCShims",
            "-l_FoundationCollections",
          ], .when(platforms: [.linux], configuration: .release))
      ]),

    // MARK: Tests
    .testTarget(name: "SleepEventsTests", dependencies: ["SleepEvents"], swiftSettings: strict),
    .testTarget(
      name: "TibialisCommandTests", dependencies: ["TibialisCommand", "Tibialis", "SystemSQLite"],
      swiftSettings: strict),
    .testTarget(
      name: "EDFTests",
      dependencies: ["EDF", "EDFSecondReader", "CEDFLib", "SystemZlib", "SleepEvents", "StructuredText"],
      swiftSettings: strict),
    .testTarget(
      name: "NightAnalysisTests",
      dependencies: [
        "NightAnalysis", "NightResults", "EDF", "LimbMovementScoring", "SleepAnnotations", "SleepEvents",
        "StructuredText",
      ], swiftSettings: strict),
    .testTarget(
      name: "LimbMovementScoringTests", dependencies: ["LimbMovementScoring", "SleepEvents"],
      exclude: ["Data"], swiftSettings: strict),
    .testTarget(
      name: "SleepAnnotationsTests",
      dependencies: ["SleepAnnotations", "LimbMovementScoring", "EDF", "SleepEvents", "StructuredText"],
      exclude: ["Data", "make-fixtures"], swiftSettings: strict),
    .testTarget(
      name: "LegEMGTests", dependencies: ["LegEMG", "CLaneFilter", "SleepEvents"], swiftSettings: strict),
    .testTarget(
      name: "WholeNightTests", dependencies: ["NightSimulator", "SleepEvents", "StructuredText"],
      swiftSettings: strict),
    .testTarget(name: "CBoostMathTests", dependencies: ["CBoostMath"], swiftSettings: strict),
    .testTarget(
      name: "NightResultsTests",
      dependencies: ["NightResults", "LimbMovementScoring", "SleepEvents", "StructuredText"],
      swiftSettings: strict),
    .testTarget(name: "StudyBatchTests", dependencies: ["StudyBatch"], swiftSettings: strict),
    .testTarget(
      name: "SpreadsheetReadingTests", dependencies: ["SpreadsheetReading", "StructuredText"],
      exclude: ["Data"], swiftSettings: strict),
    .testTarget(
      name: "StudyTablesTests", dependencies: ["SleepEvents", "StructuredText", "StudyTables"],
      exclude: ["Data"], swiftSettings: strict),
    .testTarget(
      name: "StudyComparisonTests",
      dependencies: ["SleepEvents", "StructuredText", "StudyTables", "StudyComparison"],
      exclude: ["Data"], swiftSettings: strict),
    .testTarget(
      name: "NightViewerTests",
      dependencies: ["SleepEvents", "StructuredText", "LegEMG", "NightResults", "NightViewer"],
      swiftSettings: strict),
    .testTarget(
      name: "StudyReportsTests",
      dependencies: [
        "SleepEvents", "StructuredText", "LimbMovementScoring", "NightResults", "StudyTables",
        "StudyComparison", "StudyReports",
      ],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
