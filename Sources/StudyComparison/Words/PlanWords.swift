/// The sentence of a plan.
public enum PlanWords {
  public static func sentence(_ plan: NightsNeeded, change: Double, nights: Int) -> String {
    "About \(nights) nights before and \(nights) after would show \(NumberWords.change(change)) with a chance of "
      + "80 %, for \(NumberWords.rate(plan.ratePerHour)) PLMS per hour, \(NumberWords.hours(plan.hoursPerNight)) h of "
      + "sleep a night and a night-to-night CV of \(NumberWords.percent(plan.nightVariation)) %. Nights that "
      + "resemble the one before need more."
  }
}
