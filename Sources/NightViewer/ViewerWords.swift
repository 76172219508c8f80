import LegEMG
import SleepEvents
import StructuredText

/// All words of the viewer, those of its script among them.
enum ViewerWords {
  static let region = "Viewer of single movements"
  static let canvas = "EMG of both legs around the chosen movement"
  static let intro =
    "Both legs in the band that was analyzed. Blue: a movement that the rule set counts, darker where it is periodic; "
    + "grey: one that it leaves out; orange, dashed: a near miss. Lines: resting level, and the thresholds of onset and "
    + "offset above it. Above the legs: stages, arousals and breathing events."
  static let help =
    "Drag the picture to move in time, the edge of the chosen movement to change it. Ctrl and the wheel, two fingers or "
    + "+ and − zoom, arrows move, up and down change the height. [ ] move the onset, { } the end, by 0.05 s; Snap puts "
    + "both where the program or the trace crosses the levels. Add puts a movement of 1 s under the pointer, or else "
    + "behind the chosen one. Keys act while the pointer or the focus is in this frame. What you do stays in this "
    + "browser, also when the page is closed; the file that you download is what 'tibialis review' takes, and what can be "
    + "loaded here again. Near misses of under 0.1 s are hidden until they are asked for."
  static let helpHeading = "What is shown, and the keys"
  static let time = "Go to"
  static let columns = ["Time", "Leg", "Length, s", "Stage", "Peak, µV", "Rule set", "Decision"]

  static let commands: [(name: String, key: String, label: String)] = [
    ("previous", "p", "Previous"), ("next", "n", "Next"), ("rules", "t", "Rule set"),
    ("filter", "m", "Show"), ("accept", "a", "Accept"), ("reject", "r", "Reject"), ("add", "i", "Add"),
    ("leg", "l", "Other leg"), ("snap", "s", "Snap edges"), ("undo", "u", "Undo"),
    ("night", "w", "Whole night"), ("short", "x", "Under 0.1 s"), ("jump", "j", "Time"),
    ("load", "o", "Load a file"), ("download", "d", "Download corrections"),
  ]

  /// What kept a burst from being a movement; the text of a result is a word of the detection, or a reader's own.
  static func criterion(_ text: String?) -> String {
    switch text.flatMap(NearMiss.Criterion.init) {
    case .tooShort: "too short"
    case .onsetAmplitude: "not high enough at its onset"
    case .median: "not high enough for half a second"
    case .notEMG: "not muscle by its spectrum"
    case .openInput: "the input was open"
    case .endless: "never ends"
    case nil: (text ?? "?").replacing("_", with: " ")
    }
  }

  /// The unit of what was found and what is needed, where both are plain numbers to a reader.
  static func unit(_ criterion: String) -> String? {
    switch NearMiss.Criterion(rawValue: criterion) {
    case .tooShort, .median: "s"
    case .onsetAmplitude: "µV"
    case .notEMG, .openInput, .endless, nil: nil
    }
  }

  static func event(_ kind: EventKind) -> String {
    switch kind {
    case .arousal: "arousal"
    case .hypopnea: "hypopnea"
    case .rera: "RERA"
    default: "apnea"
    }
  }

  /// The words that the script needs, by its names for them.
  static let json: JSONValue = [
    "accepted": "accepted", "rejected": "rejected", "edited": "edge moved", "added": "added",
    "asked": "at least", "near_miss": "near miss", "resting": "resting level",
    "onset": "onset", "offset": "offset", "of": "of", "none": "Nothing to show.",
    "filter_all": "Showing: movements and near misses", "filter_counted": "Showing: counted movements",
    "filter_periodic": "Showing: periodic movements", "filter_misses": "Showing: near misses",
    "filter_unseen": "Showing: those nobody has looked at", "seen": "seen",
    "unsaved": "Not in a file yet", "restored": "Your corrections from before are here again.",
    "loaded": "The file was taken.", "foreign": "This is no file of corrections of this night.",
    "no_time": "No such time in this night.", "clipped": "taller than the picture; the arrow down makes room",
    "no_signal": "only the overview, one value a second, is kept here",
  ]
}
