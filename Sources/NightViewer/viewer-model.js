  const data = JSON.parse(document.getElementById("night-data").textContent);
  const words = data.words, viewer = document.getElementById("viewer");
  const fact = document.getElementById("fact"), body = document.getElementById("rows");
  const legs = data.legs.map(leg => ({ ...leg, overview: bytes(leg.overview), detail: bytes(leg.detail) }));
  // Channels other than the legs, each on its own scale.
  const also = (data.also || []).map(channel => ({ ...channel, overview: bytes(channel.overview), detail: bytes(channel.detail),
    table: Array.from({ length: 256 }, (_, i) => (i - 128) / 127) }));
  const starts = []; // where each window begins in the detail
  data.windows.reduce((sum, window) => (starts.push(sum), sum + window[1]), 0);
  const rows = data.rows.map((row, index) => ({ ...row, index, decision: "", edited: false, added: false, seen: false }));
  const found = rows.length;
  const filters = ["all", "counted", "periodic", "misses", "unseen"];
  const undone = [];
  let rules = 0, filter = 0, selected = null, showsShort = false, isUnsaved = false;
  let from = 0, span = 20, height = 100;

  function bytes(text) {
    const raw = atob(text), out = new Int8Array(raw.length);
    for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
    return out;
  }
  // The signal is stored as the inverse hyperbolic sine of microvolts.
  const microvolts = Array.from({ length: 256 }, (_, i) => Math.sinh((i - 128) / 127 * Math.asinh(data.full)));

  const counted = row => row.added || (row.miss ? row.decision === "accepted" : row.fates[rules] && row.fates[rules][1]);
  const periodic = row => !row.added && !row.miss && row.fates[rules] && row.fates[rules][2];
  /// A near miss too short to be mistaken for a movement, unless the user has edited it.
  const isShort = row => row.miss && row.duration < 0.1 && !row.decision && !row.edited;
  function isShown(row) {
    if (row.added) return true;
    if (isShort(row) && !showsShort && row !== selected) return false;
    const kind = filters[filter];
    return kind === "all" || (kind === "counted" ? counted(row) : kind === "periodic" ? periodic(row)
      : kind === "unseen" ? !row.seen || row === selected : Boolean(row.miss));
  }
  const shown = () => rows.filter(isShown).sort((a, b) => a.onset - b.onset);
  const stage = time => (data.stages.find(s => s[0] <= time && time < s[1]) || [0, 0, "?"])[2];
  const verdict = row => row.added ? words.added : row.miss
    ? `${words.near_miss}: ${row.miss[0]}` + (row.miss[3] && row.miss[1] !== null && row.miss[2] !== null
      ? `, ${row.miss[2].toFixed(2)} ${row.miss[3]}, ${words.asked} ${row.miss[1]} ${row.miss[3]}` : "")
    : row.fates[rules] ? row.fates[rules][0] : "";
  const decision = row => [row.decision ? words[row.decision] : "", row.edited ? words.edited : ""].filter(Boolean).join(", ");

  /// Every change of a row goes through here, so that it can be undone and is saved.
  function change(row, values) {
    undone.push([row, { leg: row.leg, onset: row.onset, duration: row.duration, decision: row.decision, edited: row.edited }]);
    Object.assign(row, values);
    keep();
    mark();
  }
  function edge(which, by) {
    if (!selected) return;
    const end = selected.onset + selected.duration;
    const onset = which === "onset" ? Math.min(Math.max(0, selected.onset + by), end - 0.05) : selected.onset;
    const to = which === "end" ? Math.max(Math.min(data.duration, end + by), onset + 0.05) : end;
    change(selected, { onset, duration: to - onset, edited: true });
  }
  function made(onset, duration, leg) {
    const row = { leg, onset, duration, resting: null, peak: null, stage: stage(onset), fates: [], miss: null,
      index: rows.length, decision: "", edited: false, added: true, seen: true };
    rows.push(row);
    return row;
  }
  function add(onset, leg) {
    selected = made(onset, 1, leg);
    undone.push([selected, null]);
    keep();
    list();
  }
  function undo() {
    const last = undone.pop();
    if (!last) return;
    if (last[1]) {
      Object.assign(last[0], last[1]);
      select(last[0], true);
    } else {
      rows.splice(rows.indexOf(last[0]), 1);
      selected = null;
    }
    keep();
    list();
  }

  // Corrections stay in this browser under the night's key, also after they were downloaded.
  const place = data.key ? "tibialis " + data.key : null;
  function keep(isSeenAlone) {
    if (!isSeenAlone) isUnsaved = true;
    if (!place) return;
    const state = {
      changed: rows.filter(row => !row.added && (row.decision || row.edited))
        .map(row => [row.index, row.leg, row.onset, row.duration, row.decision, row.edited]),
      added: rows.filter(row => row.added).map(row => [row.leg, row.onset, row.duration, row.decision]),
      seen: rows.filter(row => row.seen && !row.added).map(row => row.index), unsaved: isUnsaved,
    };
    try { localStorage.setItem(place, JSON.stringify(state)); } catch { /* without storage, the download still works */ }
  }
  /// True if there was something to restore.
  function restore() {
    let state = null;
    try { state = place && JSON.parse(localStorage.getItem(place)); } catch { return false; }
    if (!state) return false;
    for (const [index, leg, onset, duration, decision, edited] of state.changed || [])
      if (rows[index]) Object.assign(rows[index], { leg, onset, duration, decision, edited });
    for (const [leg, onset, duration, decision] of state.added || []) made(onset, duration, leg).decision = decision || "";
    for (const index of state.seen || []) if (rows[index]) rows[index].seen = true;
    isUnsaved = Boolean(state.unsaved);
    return (state.changed || []).length + (state.added || []).length > 0;
  }
  addEventListener("beforeunload", event => { if (isUnsaved) event.preventDefault(); });

  /// The corrected movements as a Tibialis events table.
  function table() {
    const kept = rows.filter(row => row.decision !== "rejected" && (!row.miss || row.decision === "accepted"));
    const lines = kept.sort((a, b) => a.onset - b.onset || (a.leg < b.leg ? -1 : 1)).map(row => [
      row.onset.toFixed(9), row.duration.toFixed(9), "leg_movement", row.leg === "L" ? "left" : "right",
      row.added ? "added" : row.miss ? "near_miss" : "detected",
      row.edited ? "edge_moved" : row.decision || (row.seen ? "seen" : "unseen"), row.added ? "n/a" : row.index].join("\t"));
    const head = data.key ? [data.key_line + data.key] : [];
    return [...head, "onset\tduration\ttrial_type\tleg\tsource\tdecision\trow", ...lines].join("\n") + "\n";
  }
  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([table()], { type: "text/tab-separated-values" }));
    link.download = data.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    isUnsaved = false;
    keep(true);
    tell();
  }
  /// Replaces what is shown by a corrections file of this night.
  function load(text) {
    const lines = text.split(/\r?\n/).filter(Boolean);
    if (!data.key || lines[0] !== data.key_line + data.key) return say(words.foreign);
    const columns = (lines[1] || "").split("\t"), cell = (line, name) => line[columns.indexOf(name)];
    if (!columns.includes("row")) return say(words.foreign);
    rows.length = found;
    for (const row of rows) {
      const original = data.rows[row.index];
      Object.assign(row, { seen: !row.miss, leg: original.leg, onset: original.onset, duration: original.duration, edited: false,
        decision: row.miss ? "" : "rejected" });
    }
    for (const line of lines.slice(2).map(text => text.split("\t"))) {
      const onset = Number(cell(line, "onset")), duration = Number(cell(line, "duration"));
      const leg = cell(line, "leg") === "left" ? "L" : "R", word = cell(line, "decision");
      if (!(duration > 0) || !(onset >= 0)) return say(words.foreign);
      const row = rows[cell(line, "row")];
      if (cell(line, "source") === "added" || !row) { made(onset, duration, leg); continue; }
      const isMoved = word === "edge_moved";
      Object.assign(row, { seen: word !== "unseen", edited: isMoved,
        decision: row.miss || word === "accepted" ? "accepted" : "" });
      if (isMoved) Object.assign(row, { leg, onset, duration });
    }
    undone.length = 0;
    selected = null;
    keep();
    isUnsaved = false;
    list();
    select(shown()[0]);
    say(words.loaded);
  }
