import CReaders
import Tibialis

/// Opening a recording reads all its annotations; compared with merely reading their bytes.
enum Opening {
  static func annotationBytes(_ plan: Plan) throws {
    guard let channel = plan.file.signals.first(where: \.isAnnotations) else {
      throw UsageProblem(text: "\(plan.path): no annotations")
    }
    let bytes = channel.samplesPerRecord * plan.file.format.bytesPerSample
    _ = creader_span(
      plan.path, plan.dataOffset, plan.records, plan.recordBytes, channel.recordOffset, bytes)
  }

  static func tibialis(_ plan: Plan) throws {
    guard try !EDFFile(path: plan.path).annotations().all.isEmpty else {
      throw UsageProblem(text: "\(plan.path): no annotations")
    }
  }
}
