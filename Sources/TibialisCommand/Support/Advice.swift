import Tibialis

/// The command-line options that help with a problem, by its code. Libraries describe the problem; options
/// belong to the command alone.
enum Advice {
  private static let byCode: [String: String] = [
    "no_leg_channel": "name them with --left and --right, or list their names with --channel-map",
    "annotation_channel": "name another channel",
    "channel_used_twice": "name another channel",
    "different_sampling_rates": "name another reference",
    "movement_sensor": "name an EMG channel with --left and --right",
    "no_such_signal": "'tibialis inspect' lists the channels",
    "libedf_version": "leave out --edf-backend",
    "libedf_refuses": "leave out --edf-backend",
    "corrections_disagree": "--force accepts it anyway",
    "unknown_rule_set": "--rules names one or several",
    "rule_set_not_chosen": "add it to --rules",
    "unknown_rule_parameter": "--rule sets one of them",
    "bad_rule_value": "correct the --rule",
    "malformed_rule_change": "correct the --rule",
    "no_hypnogram": "give them with --scoring",
    "unknown_labels": "--map LABEL=TYPE says what one stands for",
    "unknown_stages": "--map LABEL=sleep_stage_N2 says what one stands for",
    "several_scorers": "--scorer N chooses another",
    "no_such_scorer": "correct the --scorer",
    "epoch_list_length": "--epoch S says the length of an epoch",
    "stage_code_assumed": "--map 4=sleep_stage_N3 says what a number stands for",
    "muscle_activity": "--map LABEL=leg_movement_left takes them as such",
    "unknown_scoring_format":
      "--scoring-format names it, and --map LABEL=sleep_stage_N2 what a label stands for",
    "unknown_stage_number": "--map says so, such as --map 5=sleep_stage_R",
    "bad_label_map": "correct the --map",
    "no_rows_for_rules": "--rules chooses them",
    "drug_matches_nothing": "--drug names it",
    "unknown_patient": "check --patient",
    "nothing_to_report": "run 'tibialis analyze' or 'tibialis batch' with --out first",
    "no_viewer": "'tibialis report --viewer' makes such a page",
    "bad_shard": "correct --shard",
    "another_study": "choose another --out",
    "nothing_to_merge": "run batch first",
    "mixed_versions": "run batch again, or merge with --mixed",
    "no_bids_label": "--patient and --night name them",
    "another_derivative": "choose another --out",
  ]

  static func text(for problem: any ReportableError) -> String? {
    switch problem {
    case let error as ChannelError: text(error) ?? byCode[error.code]
    case EDFError.badField(_, _, _, _, _, EDFError.countFromStart): "--relative does so"
    case EDFError.notAVoltage, NightError.notAVoltage:
      "--assume-unit uV takes it as microvolts"
    case TextError.badCell(_, _, _, _, _, TextError.sayDateOrder): "--date-order dmy or --date-order mdy"
    case StudyError.text(let error): text(for: error)
    case StudyError.several(let first, _): text(for: first)
    case ComparisonError.study(let error): text(for: error)
    case ComparisonError.noNights: "'tibialis batch' makes results"
    default: byCode[problem.code]
    }
  }

  static func text(forCode code: String) -> String? { byCode[code] }

  private static func text(_ error: ChannelError) -> String? {
    switch error {
    case .ambiguousLeg(_, let use, let candidates):
      "choose with \(option(use)), such as \(firstOption(use)) '#\(index(candidates))'"
        + pair(use, candidates)
    case .ambiguousLabel(_, let use, _, let candidates):
      "name it by its index, such as \(option(use)) '#\(index(candidates))'"
    case .noSuchChannel(_, let use, _, _): "give one of them to \(option(use))"
    case .referenceWithoutLeg(_, let use): "give \(option(use)) too"
    case .noLegs, .usedTwice, .annotationChannel, .differentRates, .movementSensor: nil
    }
  }

  private static func option(_ use: ChannelUse) -> String {
    switch use {
    case .left: "--left"
    case .leftReference: "--left-reference"
    case .right: "--right"
    case .rightReference: "--right-reference"
    case .legs: "--left and --right"
    case .ecg: "--ecg"
    case .chin: "--chin"
    case .table: "--channel"
    }
  }

  private static func firstOption(_ use: ChannelUse) -> String { use == .legs ? "--left" : option(use) }

  /// How to specify channels that are the two electrodes of one leg.
  private static func pair(_ use: ChannelUse, _ candidates: [String]) -> String {
    guard (2...4).contains(candidates.count) else { return "" }
    let first = firstOption(use)
    return
      "; if two of them are the electrodes of one leg, subtract them with \(first) '#\(index(candidates))' "
      + "\(first)-reference '#\(index(Array(candidates.dropFirst())))'"
  }

  /// Channels are listed as `#3 'LAT'`.
  private static func index(_ candidates: [String]) -> String {
    candidates.first.map { String($0.dropFirst().prefix(while: \.isNumber)) } ?? "0"
  }
}

extension ReportableError {
  /// The sentence for a terminal: the problem, and the option that helps.
  var told: String {
    var told = sentence
    // The library calls it by the name that was given.
    if file == StandardInput.name, told.hasPrefix("-: ") || told.hasPrefix("-, ") {
      told = "standard input" + told.dropFirst()
    }
    return Advice.text(for: self).map { "\(told); \($0)" } ?? told
  }
}

extension Warning {
  /// Like `ReportableError.told`.
  var told: String { Advice.text(forCode: code).map { "\(message); \($0)" } ?? message }
}
