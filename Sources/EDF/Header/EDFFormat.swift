/// The six kinds of file, as the header declares them.
public enum EDFFormat: String, Sendable, CaseIterable {
  case edf = "EDF"
  case edfPlusContinuous = "EDF+C"
  case edfPlusDiscontinuous = "EDF+D"
  case bdf = "BDF"
  case bdfPlusContinuous = "BDF+C"
  case bdfPlusDiscontinuous = "BDF+D"

  /// True for 24-bit samples.
  public var isBDF: Bool { bytesPerSample == 3 }

  public var isPlus: Bool { self != .edf && self != .bdf }

  public var isDiscontinuous: Bool { self == .edfPlusDiscontinuous || self == .bdfPlusDiscontinuous }

  public var bytesPerSample: Int {
    switch self {
    case .edf, .edfPlusContinuous, .edfPlusDiscontinuous: 2
    case .bdf, .bdfPlusContinuous, .bdfPlusDiscontinuous: 3
    }
  }

  /// The digital values that a sample can hold.
  public var storageRange: ClosedRange<Int> { isBDF ? -8_388_608...8_388_607 : -32_768...32_767 }
}
