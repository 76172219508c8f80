import LegEMG
import SleepEvents
import StructuredText

/// All texts of the viewer, including those used by its script.
enum ViewerWords {
  static let region = "Viewer of single movements"
  static let canvas = "EMG of both legs around the chosen movement"
  static let intro =
    "Both legs in the band that was analyzed. Blue: a movement that the rule set counts, darker where it is periodic; "
    + "grey: one that it leaves out; orange, dashed: a near miss. Lines: resting level, and the thresholds of onset and "
    + "offset above it. Above the legs: stages, arousals and breathing events."
  static let help =
    "Drag the picture to move in time, or an edge of the chosen movement to change it. Ctrl and the wheel, two fingers or "
    + "+ and − zoom, arrows move, up and down change the height. [ ] move the onset, { } the end, by 0.05 s; Snap moves "
    + "both to where the program or the trace crosses the levels. Add puts a movement of 1 s under the pointer, or otherwise "
    + "after the chosen one. Keys work while the pointer or the focus is in this frame. Your changes stay in this "
    + "browser, even when the page is closed; the file that you download is what 'tibialis review' reads, and it can be "
    + "loaded here again. Near misses of under 0.1 s are hidden unless you show them."
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

  /// Why a burst is not a movement; the text in a result is a value of the detection or a user's own.
  static func criterion(_ text: String?) -> String {
    switch text.flatMap(NearMiss.Criterion.init) {
    case .tooShort: "too short"
    case .onsetAmplitude: "not high enough at its onset"
    case .median: "not high enough for half a second"
    case .notEMG: "not muscle by its spectrum"
    case .openInput: "the input was open"
    case .hum: "hum, subtracted"
    case .endless: "does not end"
    case nil: (text ?? "?").replacing("_", with: " ")
    }
  }

  /// The unit of the required and found values, where both are plain numbers for a reader.
  static func unit(_ criterion: String) -> String? {
    switch NearMiss.Criterion(rawValue: criterion) {
    case .tooShort, .median: "s"
    case .onsetAmplitude, .hum: "µV"
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

  /// The texts that the script needs, by the names it uses.
  static let json: JSONValue = [
    "accepted": "accepted", "rejected": "rejected", "edited": "edge moved", "added": "added",
    "asked": "at least", "near_miss": "near miss", "resting": "resting level",
    "onset": "onset", "offset": "offset", "of": "of", "none": "Nothing to show.",
    "filter_all": "Showing: movements and near misses", "filter_counted": "Showing: counted movements",
    "filter_periodic": "Showing: periodic movements", "filter_misses": "Showing: near misses",
    "filter_unseen": "Showing: those not yet reviewed", "seen": "seen",
    "unsaved": "Not in a file yet", "restored": "Your earlier corrections have been restored.",
    "loaded": "The file was loaded.", "foreign": "This is not a corrections file for this night.",
    "no_time": "No such time in this night.", "clipped": "taller than the picture; the arrow down makes room",
    "no_signal": "only the overview, one value a second, is kept here",
  ]
}
