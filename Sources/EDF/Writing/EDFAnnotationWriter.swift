import Foundation
import SleepEvents

/// Writes an EDF+ file that holds only annotations, such as `movements.edf`, with texts of any number and
/// length, so that viewers show them with the recording.
package enum EDFAnnotationWriter {
  /// Small enough for every known reader; libedf refuses records over 10 MiB.
  private static let largestRecordBytes = 4 << 20

  /// The bytes of the file. The same annotations always give the same bytes.
  ///
  /// - Parameters:
  ///   - annotations: in any order; written by onset.
  ///   - name: file name for messages.
  /// - Throws: `EDFError.notWritable` if the identification does not fit the header.
  package static func data(
    _ annotations: [EDFAnnotation], identification: EDFIdentification = EDFIdentification(),
    name: String = "annotations"
  ) throws(EDFError) -> Data {
    let records = self.records(of: annotations)
    let recordBytes = max(records.map(\.count).max() ?? 0, 16)
    let evenBytes = recordBytes + recordBytes % 2
    let header = HeaderWriter(
      file: name, identification: identification, channels: [.annotations(bytes: evenBytes)],
      recordCount: records.count, recordDuration: "\(records.count == 1 ? coveringSeconds(annotations) : 0)")
    var data = Data(try header.bytes())
    data.reserveCapacity(data.count + evenBytes * records.count)
    for record in records {
      data.append(contentsOf: record)
      data.append(Data(count: evenBytes - record.count))
    }
    return data
  }

  /// Writes a temporary file next to the target and renames it.
  ///
  /// - Throws: `EDFError` on failure; the target is then unchanged.
  package static func write(
    _ annotations: [EDFAnnotation], to path: String, identification: EDFIdentification = EDFIdentification()
  ) throws(EDFError) {
    let output = try AtomicOutput(path: path)
    try output.write(Array(data(annotations, identification: identification, name: path)))
    try output.commit()
  }

  /// Long enough for all annotations: some readers drop whatever lies after the last record. With several
  /// records the duration is 0, as EDF+ has it for annotations alone.
  private static func coveringSeconds(_ annotations: [EDFAnnotation]) -> Int {
    let end = annotations.map { $0.onset + ($0.duration ?? .zero) }.max() ?? .zero
    return min(max(0, Int(end.seconds.rounded(.up)) + 1), 9_999_999)
  }

  private static func records(of annotations: [EDFAnnotation]) -> [[UInt8]] {
    let sorted = annotations.enumerated().sorted {
      ($0.element.onset, $0.offset) < ($1.element.onset, $1.offset)
    }
    var records: [[UInt8]] = [TALWriter.timekeeping(.zero)]
    for (_, annotation) in sorted {
      let list = TALWriter.list(annotation)
      if records[records.count - 1].count + list.count > largestRecordBytes {
        records.append(TALWriter.timekeeping(.zero))
      }
      records[records.count - 1] += list
    }
    return records
  }
}
