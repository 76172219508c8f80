@_exported import EDF
@_exported import EDFSecondReader
@_exported import LegEMG
@_exported import LimbMovementScoring
@_exported import NightAnalysis
@_exported import NightResults
@_exported import NightSimulator
@_exported import NightViewer
@_exported import SleepAnnotations
@_exported import SleepEvents
@_exported import StructuredText
@_exported import StudyBatch
@_exported import StudyComparison
@_exported import StudyReports
@_exported import StudyTables

/// The program's name and version as printed by results, reports and `--version`.
package enum TibialisVersion {
  package static let name = ToolVersion.name
  package static let version = ToolVersion.version
}
