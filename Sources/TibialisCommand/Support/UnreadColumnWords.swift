import Tibialis

extension UnreadColumns {
  /// What was not used, with the known column that was probably meant.
  var sentence: String {
    let named = columns.map { "'\($0)'" + NearestWord.hint(known, to: $0) }
    return "\(file): not read: column \(named.joined(separator: ", ")); this table may have "
      + known.joined(separator: ", ")
  }
}
