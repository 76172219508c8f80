import SleepEvents

/// Formats with one stage per line or row, epoch by epoch from the start of the recording.
extension ScoringFormat {
  /// YASA: integers 0 W, 1-3, 4 R, -1 artefact, -2 unscored, or WAKE, N1, ..., UNS; as a bare list or in a
  /// table of epochs.
  ///
  /// Here 4 is REM, while in Profusion it is stage 4: a list of bare integers is read as YASA's, and one with
  /// other numbers is refused.
  package static let yasa = ScoringFormat(
    name: "yasa", summary: "YASA hypnogram",
    recognizes: { document in
      let list = EpochList(document.headLines, complete: document.size <= 4096)
      let rows = list.rows
      return !rows.isEmpty && rows.contains { $0.text != nil }
        && rows.allSatisfy { $0.text.map { StageNumbers.isOfYASA($0, inTable: list.hasHeader) } ?? true }
    },
    read: { document, context in
      try StageListReader(document: document, context: context).read(format: "YASA hypnogram")
    })

  /// Luna's `.eannot`, U-Sleep's lists and tables of epochs: one label per line and epoch.
  package static let lunaEpochs = ScoringFormat(
    name: "eannot", summary: "list of stages (Luna .eannot, U-Sleep)",
    recognizes: { document in
      let list = EpochList(document.headLines, complete: document.size <= 4096)
      let texts = list.rows.compactMap(\.text)
      let known = texts.count { StageNumbers.stage($0) != nil || EpochList.whole($0) != nil }
      let mayHoldOthers = list.hasHeader || document.path.lowercased().hasSuffix(".eannot")
      return known > 0 && (known == texts.count || mayHoldOthers)
    },
    read: { document, context in
      try StageListReader(document: document, context: context).read(format: "Luna .eannot")
    })
}
