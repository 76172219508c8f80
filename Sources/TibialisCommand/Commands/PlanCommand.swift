import ArgumentParser
import Foundation
import Tibialis

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "How many nights before and after would show a change, without data.",
    discussion: """
      The nights on each side for an 80 % chance that the 95 % interval leaves out "no change", when the nights \
      of the person vary by --cv and the true rate ratio is --change (0.5 is a halving, 2 a doubling).

      Example: tibialis plan --rate 20 --cv 0.47 --change 0.5
      """)

  @Option(help: "PLMS per hour of sleep before the drug, above 0.")
  var rate: Double
  @Option(
    help: "Night-to-night coefficient of variation as a fraction; published patients have about 0.3 to 0.7.")
  var cv: Double
  @Option(help: "The rate ratio to show: 0.5 for a halving, 0.7 for 30 % less, 2 for a doubling.")
  var change: Double
  @Option(help: "Hours of sleep a night.")
  var tst = NightsNeeded.defaultHoursPerNight
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard rate > 0, rate.isFinite else { throw ValidationError("--rate: expected a number above 0") }
    guard (0...5).contains(cv) else {
      throw ValidationError("--cv: expected a fraction from 0 to 5, such as 0.47")
    }
    guard change > 0, change != 1, change.isFinite else {
      throw ValidationError("--change: expected a rate ratio above 0 other than 1, such as 0.5")
    }
    guard tst > 0, tst <= 24 else { throw ValidationError("--tst: expected hours above 0 and up to 24") }
  }

  func run() throws {
    let plan = NightsNeeded(ratePerHour: rate, nightVariation: cv, hoursPerNight: tst)
    guard let nights = plan.perSide(toShow: change) else {
      throw UsageError("plan: expected a change that some number of nights can show, found \(change)")
    }
    if common.json {
      Output.json([
        "rate": .number(rate), "cv": .number(cv), "change": .number(change), "tst_h": .number(tst),
        "nights_per_phase": .integer(nights), "power": 0.8, "confidence": 0.95,
      ])
    } else {
      Output.line(PlanWords.sentence(plan, change: change, nights: nights))
    }
  }
}
