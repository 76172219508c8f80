import SleepEvents
import StructuredText

/// Compares detected movements with a simulated night's truth, one to one per leg, by the rules of the
/// benchmark: detections on twitches and artefacts are false; long, borderline and hidden bursts are not
/// judged.
struct DetectionJudge {
  struct Score {
    var truePositive = 0
    var falsePositive = 0
    var falseNegative = 0
    var f1: Double {
      let sum = 2 * truePositive + falsePositive + falseNegative
      return sum > 0 ? Double(2 * truePositive) / Double(sum) : 1
    }
  }

  private struct Stretch {
    var leg: String
    var onset: Double
    var offset: Double
    var kind: String
  }

  private let truth: [Stretch]
  private let found: [Stretch]

  /// - Parameters:
  ///   - night: folder with `truth_lm.csv`.
  ///   - results: folder with `leg_movements.tsv`.
  init(night: String, results: String) throws {
    truth = try DelimitedTable(path: night + "/truth_lm.csv").rows.map { row in
      Stretch(
        leg: try row.required("leg"), onset: try row.number("onset_s") ?? 0,
        offset: try row.number("offset_s") ?? 0, kind: try row.required("kind"))
    }
    found = try DelimitedTable(path: results + "/leg_movements.tsv").rows.map { row in
      let onset = try row.number("onset_s") ?? 0
      return Stretch(
        leg: try row.required("leg"), onset: onset, offset: onset + (try row.number("duration_s") ?? 0),
        kind: "")
    }
  }

  func score(leastOverlap: Double) -> Score {
    var score = Score()
    for leg in ["L", "R"] {
      let movements = truth.filter { $0.leg == leg && $0.kind == "LM" }
      let unjudged = truth.filter { $0.leg == leg && ["LONG", "BORDER", "HIDDEN"].contains($0.kind) }
      let detected = found.filter { $0.leg == leg }
      var pairs: [(iou: Double, truth: Int, found: Int)] = []
      for (i, a) in movements.enumerated() {
        for (j, b) in detected.enumerated() where overlap(a, b) > 0 {
          let iou = overlap(a, b) / (max(a.offset, b.offset) - min(a.onset, b.onset))
          if iou >= leastOverlap { pairs.append((iou, i, j)) }
        }
      }
      var (takenTruth, takenFound) = (Set<Int>(), Set<Int>())
      for pair in pairs.sorted(by: { $0.iou > $1.iou })
      where !takenTruth.contains(pair.truth) && !takenFound.contains(pair.found) {
        takenTruth.insert(pair.truth)
        takenFound.insert(pair.found)
      }
      score.truePositive += takenTruth.count
      score.falseNegative += movements.count - takenTruth.count
      score.falsePositive += detected.indices.count { index in
        !takenFound.contains(index) && !unjudged.contains { overlap($0, detected[index]) > 0 }
      }
    }
    return score
  }

  private func overlap(_ a: Stretch, _ b: Stretch) -> Double {
    min(a.offset, b.offset) - max(a.onset, b.onset)
  }
}
