import SleepEvents

/// The meaning of a Luna class and instance.
enum LunaLabel {
  /// The class usually says what it is; stages and sides may be in the instance instead.
  static func read(_ name: String, instance: String) -> (String, EventMeaning?) {
    switch EventVocabulary.fold(name) {
    case "l": return (name, .stage(.unscored))  // lights on, outside the scored night
    case "clm": return (name, .nothing)  // every CLM is an LM of the same list
    case "plm seq", "plmseq": return (name, .movementSeries)
    case "arousal respiratory": return (name, .respiratoryArousal)
    case "stage", "sleepstage", "sleep stage": return (instance, nil)
    case "lm", "plm":
      switch instance.lowercased() {
      case "left", "l", "right", "r", "both": return ("\(name) \(instance)", nil)
      default: return (name, nil)
      }
    default: return (name, nil)
    }
  }
}
