import SleepEvents

/// The colours of Okabe and Ito, which are distinguishable for colour-blind readers; what matters also
/// differs in lightness, height or hatching, for printing without colour.
enum Palette {
  static let ink = "#1a1a1a"
  static let muted = "#555555"
  static let grid = "#d9d9d9"
  static let pale = "#eeeeee"
  static let paper = "#ffffff"
  static let blue = "#0072b2"
  static let sky = "#56b4e9"
  static let vermillion = "#d55e00"
  static let orange = "#e69f00"
  /// Text on orange: stays dark on a dark screen, where `ink` becomes light.
  static let onOrange = "#111111"
  static let green = "#009e73"
  static let grey = "#8c8c8c"
  /// A band behind lines, and its inner part.
  static let band = "#d0d0d0"
  static let core = "#9e9e9e"

  /// Fill of a stage in stacked bars: darker for deeper sleep, with another hue for REM.
  static func stage(_ stage: SleepStage) -> String {
    switch stage {
    case .wake: "#f2f2f2"
    case .n1: "#c6dbef"
    case .n2: "#6baed6"
    case .n3: "#08519c"
    case .rem: vermillion
    case .unscored: pale
    }
  }
}
