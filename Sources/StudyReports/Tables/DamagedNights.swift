import NightResults
import SleepEvents
import StudyTables

/// Nights of a table whose folder holds a result that cannot be read.
package enum DamagedNights {
  /// - Parameter folder: where the table lies.
  package static func find(
    _ rows: some Sequence<NightRow>, in folder: String
  ) -> [(night: String, error: any ReportableError)] {
    var seen: Set<[String]> = []
    return rows.compactMap { row in
      guard seen.insert([row.patientID, row.nightID]).inserted,
        case .damaged(let error) = NightFolder(path: "\(folder)/\(row.patientID)/\(row.nightID)").standing
      else { return nil }
      return ("\(row.patientID) \(row.nightID)", error)
    }
  }
}
