import EDF
import Foundation
import SleepAnnotations
import SleepEvents
import StructuredText

/// One recording in a folder and the scorings matched to it by name.
struct ValidationNight {
  var name: String
  /// Nil if there are only scorings.
  var recording: String?
  /// Scorer's name and file.
  var scorings: [(scorer: String, path: String)]
}

/// Finds recordings and the scorings next to them in three layouts:
///
/// - PSG-IPA: `SN1_LimbMovements.edf` and `SN1_LimbMovements_manual_scorer1.edf`, ...; the recording may be
///   absent
/// - DREAMS: `excerpt1.edf` and `Visual_scoring1_excerpt1.txt`, ...
/// - our own: `night.edf` with `night_SCORER.tsv`, `.xml`, `.csv`, ... next to it
enum ValidationFolder {
  private static let scoringExtensions: Set<String> = [
    "edf", "tsv", "csv", "txt", "xml", "annot", "eannot", "rml", "xdf",
  ]

  /// The nights, and any possible recordings or scorings that have unusable names or cannot be read.
  static func nights(in folder: String) throws -> (nights: [ValidationNight], leftOut: [TextError]) {
    let walk = try FolderWalk(below: folder)
    let names = walk.files.filter { scoringExtensions.contains(PathName.ending(of: $0).lowercased()) }
    let odd = walk.oddNames.filter { name in
      name.isFolder || scoringExtensions.contains { name.hasEnding("." + $0) }
    }
    var nights: [String: ValidationNight] = [:]
    var rest: [String] = []
    for name in names {
      let stem = PathName.stem(of: name)
      if name.lowercased().hasSuffix(".edf"), scorer(ofManual: stem) == nil,
        !holdsAnnotationsOnly(folder + "/" + name)
      {
        nights[stem] = ValidationNight(name: stem, recording: folder + "/" + name, scorings: [])
      } else {
        rest.append(name)
      }
    }
    for name in rest {
      let stem = PathName.stem(of: name)
      if let (night, scorer) = scorer(ofManual: stem) {
        nights[night, default: ValidationNight(name: night, scorings: [])].scorings
          .append((scorer, folder + "/" + name))
        continue
      }
      // The longest matching recording name, as prefix or suffix.
      let owner = nights.keys.filter { belongs(stem, to: $0) }.max { $0.count < $1.count }
      guard let owner else { continue }
      let scorer = PathName.last(of: stem).replacing(
        PathName.last(of: owner), with: "")
      nights[owner]?.scorings.append(
        (scorer.trimmingCharacters(in: CharacterSet(charactersIn: "_-.")), folder + "/" + name))
    }
    return (
      nights.values.filter { !$0.scorings.isEmpty }.sorted { $0.name < $1.name },
      walk.unreadable + odd.map(\.error)
    )
  }

  /// An EDF+ file without signals is a scoring; an unreadable one still counts as a recording, so that it is
  /// reported.
  private static func holdsAnnotationsOnly(_ path: String) -> Bool {
    guard let file = try? EDFFile(path: path) else { return false }
    return file.signals.allSatisfy(\.isAnnotations)
  }

  /// `SN1_LimbMovements_manual_scorer1` is the scoring of `SN1_LimbMovements` by scorer1.
  private static func scorer(ofManual stem: String) -> (night: String, scorer: String)? {
    guard let mark = stem.range(of: "_manual_", options: .backwards) else { return nil }
    return (String(stem[..<mark.lowerBound]), String(stem[mark.upperBound...]))
  }

  private static func belongs(_ stem: String, to recording: String) -> Bool {
    let (name, owner) = (PathName.last(of: stem), PathName.last(of: recording))
    guard PathName.folder(of: stem) == PathName.folder(of: recording)
    else {
      return false
    }
    return name.hasPrefix(owner + "_") || name.hasPrefix(owner + ".") || name.hasSuffix("_" + owner)
  }
}
