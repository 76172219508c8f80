/// The lines that every report carries.
public enum FixedLines {
  public static let twoSided = "Every test is two-sided: the index may fall or rise after a drug."
  public static let notSeverity = "A PLMS index is not the severity of restless legs."
  public static let nextDay = "Tell the physician how the next day is, above all sleepiness."
  public static let ironFirst = "Ferritin and transferrin saturation are checked first."
  public static let physician =
    "Take this to the physician; do not stop or change a drug because of it."
  public static let notADevice = "Not a medical device; for use with a physician."
  public static let driving =
    "Sleepiness by day rose while the movements fell. Who is sleepy should not drive or work with machines; tell "
    + "the physician soon."
  public static let sleepinessRose =
    "Sleepiness by day rose. Who is sleepy should not drive or work with machines; tell the physician soon."
  public static let habitual =
    "The ESS asks about sleepiness over weeks; the next day needs a rating each morning (KSS or VAS)."

  public static func augmentation(_ drugs: [String]) -> String {
    "\(CaveatWords.capitalized(NumberWords.list(drugs))): with dopamine agonists and levodopa, symptoms can come "
      + "earlier in the day and stronger after long treatment (augmentation); ask the physician about it."
  }

  /// The order in which a report ends.
  public static let all = [twoSided, notSeverity, nextDay, ironFirst, physician, notADevice]
}
