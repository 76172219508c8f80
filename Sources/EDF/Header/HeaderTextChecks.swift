/// Checks of the header's texts, which only warn.
extension HeaderParser {
  // MARK: Texts

  mutating func checkText() {
    for (name, offset) in [("patient", 8), ("recording", 88)] where !field(offset, 80).isASCII {
      warn("non_ascii_header", "the \(name) field has letters outside ASCII", byte: offset)
    }
  }

  /// EDF+ requires four words in the patient field and five in the recording field. Their content does not
  /// matter here.
  mutating func checkIdentification(_ format: EDFFormat, _ startdate: Startdate) {
    guard format.isPlus else { return }
    let patient = field(8, 80).text.split(separator: " ")
    if patient.count < 4 || !["M", "F", "X"].contains(patient[1]) {
      warn("odd_patient_field", "the patient field does not have the form that EDF+ requires", byte: 8)
    }
    let words = field(88, 80).text.split(separator: " ").count
    let isReadable: Bool
    switch startdate {
    case .absent, .unreadable: isReadable = false
    case .withheld, .date: isReadable = true
    }
    if words < 5 || !isReadable {
      warn("odd_recording_field", "the recording field does not have the form that EDF+ requires", byte: 88)
    }
  }

  mutating func checkNULs(_ table: SignalTable) {
    let offset = fixed[8...].firstIndex(of: 0) ?? table.bytes.firstIndex(of: 0).map { $0 + 256 }
    guard let offset else { return }
    warn("nul_padding", "header fields are padded with NUL instead of blanks", byte: offset)
  }
}
