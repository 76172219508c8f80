/// The lines included in every report.
package enum FixedLines {
  package static let twoSided = "Every test is two-sided: the index may fall or rise after a drug."
  package static let notSeverity = "A PLMS index is not the severity of restless legs."
  package static let nextDay = "Tell the physician how the next day is, above all sleepiness."
  package static let ironFirst = "Ferritin and transferrin saturation are checked first."
  package static let physician =
    "Take this to the physician; do not stop or change a drug because of it."
  package static let notADevice = "Not a medical device; for use with a physician."
  package static let driving =
    "Sleepiness by day rose while the movements fell. Do not drive or operate machinery while sleepy; tell "
    + "the physician soon."
  package static let sleepinessRose =
    "Sleepiness by day rose. Do not drive or operate machinery while sleepy; tell the physician soon."
  package static let habitual =
    "The ESS asks about sleepiness over weeks; the next day needs a rating each morning (KSS or VAS)."

  package static func augmentation(_ drugs: [String]) -> String {
    "\(CaveatWords.capitalized(NumberWords.list(drugs))): with dopamine agonists and levodopa, symptoms can come "
      + "earlier in the day and grow stronger after long treatment (augmentation); ask the physician about it."
  }

  /// The closing lines of a report, in order.
  package static let all = [twoSided, notSeverity, nextDay, ironFirst, physician, notADevice]
}
