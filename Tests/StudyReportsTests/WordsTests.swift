import Foundation
import StudyComparison
import StudyTables
import Testing

@testable import StudyReports

@Suite struct WordsTests {
  /// What no sentence may say: a diagnosis, a cause, an absence of effect, a promise of the method, advice
  /// about a drug.
  static let forbidden = [
    #"\bhas PLMD\b"#, #"\bdiagnos(ed|es)\b"#, #"\bsuffers?\b"#, #"caused by"#,
    #"because of (the )?trazodone"#,
    #"due to (the )?(drug|trazodone)"#, #"no effect"#, #"without effect"#, #"ineffective"#, #"\bproves?\b"#,
    #"\bproven\b"#, #"p\s*<\s*0?\.001\b.*pooled"#, #"\bdetectable\b"#, #"\brecogni[sz]able\b"#,
    #"significant"#, #"\bshould (stop|start|take|increase|reduce)\b"#, #"\byou can stop\b"#,
    #"\btreatment (works|failed)\b"#, #"\bsafe\b"#, #"\bcures?\b"#, #"\bnan\b"#, #"\binf\b"#, #"\bnil\b"#,
    #"Optional\("#, #"\bworsened by\b"#, #"\bimproved by\b"#, #"\bthanks to\b"#,
  ]

  /// Phrases that contain a forbidden word but negate it.
  static let allowed = [
    "is a finding on the recording, not a diagnosis",
    "do not stop or change a drug because of it", "p < 0.001",
  ]

  @Test func `nothing is said to be unchanged where no nights were compared`() throws {
    var contrast = try #require(try SampleStudies.all().first?.result.contrasts.first)
    (contrast.before.nights, contrast.after.nights) = (3, 4)
    #expect(StudyWords.nothingElse(contrast).hasPrefix("Nothing else is known"))
    contrast.after.nights = 0
    #expect(StudyWords.nothingElse(contrast).hasPrefix("No nights could be compared"))
  }

  @Test func `no sentence that the program can print makes a claim it must not make`() throws {
    for (name, result) in try SampleStudies.all() {
      var text = result.text + result.summary + result.json.text() + result.csv()
      text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for phrase in WordsTests.allowed { text = text.replacing(phrase, with: "") }
      for pattern in WordsTests.forbidden {
        let found = text.range(of: pattern, options: [.regularExpression, .caseInsensitive])
        #expect(found == nil, "\(name): \(found.map { String(text[$0]) } ?? "")")
      }
    }
    let fixed = (FixedLines.all + [FixedLines.driving, FixedLines.sleepinessRose, FixedLines.habitual])
      .joined(separator: " ").replacing(WordsTests.allowed[2], with: "")
    for pattern in WordsTests.forbidden {
      #expect(fixed.range(of: pattern, options: [.regularExpression, .caseInsensitive]) == nil)
    }
  }

  @Test func `the samples reach every verdict and every caveat`() throws {
    var verdicts: Set<Verdict> = []
    var codes: Set<String> = []
    var kinds: Set<String> = []
    for (_, result) in try SampleStudies.all() {
      for contrast in result.contrasts {
        verdicts.insert(contrast.verdict)
        codes.formUnion(contrast.caveatCodes)
        kinds.insert(contrast.kind.name)
      }
    }
    #expect(verdicts == Set(Verdict.allCases))
    #expect(
      kinds.isSuperset(of: [
        "before_vs_after_steady", "before_vs_after_acute", "dose_step_0_vs_1", "dose_step_1_vs_2",
        "during_vs_after_stop", "on_vs_off", "per_50mg",
      ]))
    let expected: Set<String> = [
      "rtm_selected_baseline", "cpap_changed", "drug_changed:ssri", "drug_changed:unlisted",
      "methods_disagree",
      "aliased:cpap", "aliased:ssri", "iron_changed", "ferritin_low", "tsat_low", "one_night_phase",
      "scoring_changed", "mixed_legs", "trend_before", "first_night", "missing_tst", "bad_row", "short_night",
      "season_changed", "count_from_index", "tst_source_mixed", "start_date_assumed",
      "drug_changed:caffeine_alcohol", "sampling_changed",
    ]
    #expect(expected.subtracting(codes).isEmpty, "never said: \(expected.subtracting(codes))")
  }

  @Test func `every sentence is there, whatever the verdict`() throws {
    for (name, result) in try SampleStudies.all() {
      for contrast in result.contrasts {
        #expect(contrast.sentence.hasSuffix("."), "\(name): \(contrast.sentence)")
        #expect(!contrast.sentence.contains("  "), "\(name): \(contrast.sentence)")
        #expect(!contrast.sentence.contains(" ?"), "\(name): \(contrast.sentence)")
      }
    }
  }

  @Test func `every report carries the fixed lines`() throws {
    for (_, result) in try SampleStudies.all() {
      for line in FixedLines.all { #expect(result.text.contains(line)) }
    }
    #expect(FixedLines.all.contains("Not a medical device; for use with a physician."))
    #expect(
      FixedLines.all.contains("Take this to the physician; do not stop or change a drug because of it."))
  }

  @Test func `sleepiness that rises while movements fall is said with the line on driving`() throws {
    let text = try SampleStudies.lower().text
    #expect(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(FixedLines.driving))
  }

  @Test func `augmentation is named beside dopamine agonists`() throws {
    #expect(try SampleStudies.lower().text.contains("augmentation"))
    #expect(try !SampleStudies.higher().text.contains("augmentation"))
  }

  // MARK: Reading level

  @Test func `the patient's page reads at grade 8 or below`() throws {
    for (name, result) in try SampleStudies.all() {
      for patient in result.patients where patient.problems.isEmpty {
        let grade = ReadingGrade.fleschKincaid(PatientPage(patient: patient, drug: result.request.drug).prose)
        #expect(grade <= 8, "\(name), patient \(patient.patientID): grade \(grade)")
        #expect(grade > 1)
      }
    }
  }

  @Test func `the measure of reading level tells plain words from a paper's`() {
    let plain = "Take this page to your doctor. Do not stop a drug because of it."
    let learned =
      "Polysomnographically determined periodic limb movement indices demonstrate considerable intraindividual "
      + "variability across consecutive nocturnal recordings."
    #expect(ReadingGrade.fleschKincaid(plain) < 4)
    #expect(ReadingGrade.fleschKincaid(learned) > 20)
    #expect(
      ["doctor", "movements", "page", "little", "before", "you"].map(ReadingGrade.syllables) == [
        2, 3, 1, 2, 2, 1,
      ])
  }
}

/// The Flesch-Kincaid grade: 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid 1975).
enum ReadingGrade {
  static func fleschKincaid(_ text: String) -> Double {
    let sentences = text.split(whereSeparator: { ".!?".contains($0) }).filter {
      $0.contains(where: \.isLetter)
    }
    let words = text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "'" }).map(String.init)
      .filter { $0.contains(where: \.isLetter) }
    let syllables = words.reduce(0) { $0 + self.syllables($1) }
    return 0.39 * Double(words.count) / Double(sentences.count) + 11.8 * Double(syllables)
      / Double(words.count)
      - 15.59
  }

  /// Groups of vowels, without a silent e at the end.
  static func syllables(_ word: String) -> Int {
    let lower = word.lowercased()
    var groups = 0
    var inGroup = false
    for letter in lower {
      let isVowel = "aeiouy".contains(letter)
      if isVowel, !inGroup { groups += 1 }
      inGroup = isVowel
    }
    if lower.hasSuffix("e"), !lower.hasSuffix("le"), groups > 1 { groups -= 1 }
    return max(1, groups)
  }
}
