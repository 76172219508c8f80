import NightResults
import SleepEvents
import StudyTables

/// Nights of a table whose result folder cannot be read.
package enum DamagedNights {
  /// - Parameter folder: location of the table.
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
