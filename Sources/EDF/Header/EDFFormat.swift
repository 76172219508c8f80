/// The six file formats, as the header declares them.
public enum EDFFormat: String, Sendable, CaseIterable {
  case edf = "EDF"
  case edfPlusContinuous = "EDF+C"
  case edfPlusDiscontinuous = "EDF+D"
  case bdf = "BDF"
  case bdfPlusContinuous = "BDF+C"
  case bdfPlusDiscontinuous = "BDF+D"

  /// True for 24-bit samples.
  package var isBDF: Bool { bytesPerSample == 3 }

  package var isPlus: Bool { self != .edf && self != .bdf }

  package var isDiscontinuous: Bool { self == .edfPlusDiscontinuous || self == .bdfPlusDiscontinuous }

  package var bytesPerSample: Int {
    switch self {
    case .edf, .edfPlusContinuous, .edfPlusDiscontinuous: 2
    case .bdf, .bdfPlusContinuous, .bdfPlusDiscontinuous: 3
    }
  }

  /// The digital values that a sample can hold.
  package var storageRange: ClosedRange<Int> { isBDF ? -8_388_608...8_388_607 : -32_768...32_767 }
}
