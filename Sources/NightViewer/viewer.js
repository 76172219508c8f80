"use strict";
(() => {
  const data = JSON.parse(document.getElementById("night-data").textContent);
  const words = data.words, canvas = document.getElementById("trace"), context = canvas.getContext("2d");
  const fact = document.getElementById("fact"), body = document.getElementById("rows");
  const legs = data.legs.map(leg => ({ ...leg, overview: bytes(leg.overview), detail: bytes(leg.detail) }));
  const starts = []; // where each window begins in the detail
  data.windows.reduce((sum, window) => (starts.push(sum), sum + window[1]), 0);
  const rows = data.rows.map((row, index) => ({ ...row, index, decision: "", edited: false, added: false }));
  const filters = ["all", "counted", "periodic", "misses"];
  const undone = [];
  let rules = 0, filter = 0, selected = null, from = 0, span = 20, height = 100, asked = false, drag = null, hover = null;

  function bytes(text) {
    const raw = atob(text), out = new Int8Array(raw.length);
    for (let i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
    return out;
  }
  // The signal is kept on an inverse hyperbolic sine of microvolts.
  const microvolts = Array.from({ length: 256 }, (_, i) => Math.sinh((i - 128) / 127 * Math.asinh(data.full)));

  const counted = row => row.added || (row.miss ? row.decision === "accepted" : row.fates[rules] && row.fates[rules][1]);
  const periodic = row => !row.added && !row.miss && row.fates[rules] && row.fates[rules][2];
  function isShown(row) {
    const kind = filters[filter];
    return kind === "all" || row.added || (kind === "counted" ? counted(row) : kind === "periodic" ? periodic(row) : row.miss);
  }
  const shown = () => rows.filter(isShown).sort((a, b) => a.onset - b.onset);

  function clock(seconds) {
    const t = Math.floor(seconds + (data.clock || 0) + 1e-6), two = n => String(n).padStart(2, "0");
    return two(Math.floor(t / 3600) % 24) + ":" + two(Math.floor(t / 60) % 60) + ":" + two(t % 60);
  }
  const verdict = row => row.added ? words.added : row.miss
    ? `${words.near_miss}: ${row.miss[0]}, ${words.asked} ${row.miss[1]}, ${words.found} ${row.miss[2]}`
    : row.fates[rules] ? row.fates[rules][0] : "";
  const decision = row => [row.decision ? words[row.decision] : "", row.edited ? words.edited : ""].filter(Boolean).join(", ");

  function list() {
    body.textContent = "";
    for (const row of shown()) {
      const line = document.createElement("tr");
      line.dataset.row = row.index;
      for (const text of [clock(row.onset), row.leg, row.duration.toFixed(2), row.stage,
        row.peak === null ? "–" : row.peak.toFixed(0), verdict(row), decision(row)]) {
        const cell = document.createElement("td");
        cell.textContent = text;
        line.append(cell);
      }
      body.append(line);
    }
    mark();
  }
  /// Shows in the table which row is chosen and what was decided of it.
  function mark() {
    for (const line of body.children) {
      const row = rows[line.dataset.row];
      line.className = (row === selected ? "selected " : "") + (row.decision === "rejected" ? "rejected" : "");
      line.lastChild.textContent = decision(row);
      line.children[2].textContent = row.duration.toFixed(2);
      if (row === selected) {
        const box = document.getElementById("list"), top = line.offsetTop;
        if (top < box.scrollTop + 24 || top > box.scrollTop + box.clientHeight - 24) box.scrollTop = top - box.clientHeight / 2;
      }
    }
    const all = shown(), place = all.indexOf(selected) + 1;
    fact.textContent = !selected ? words.none : `${place} ${words.of} ${all.length}. ${clock(selected.onset)}, ` +
      `${selected.leg}, ${selected.duration.toFixed(2)} s, ${selected.stage}. ${data.rules[rules] || ""}: ${verdict(selected)}` +
      (decision(selected) ? `. ${decision(selected)}` : "") + `. ${words["filter_" + filters[filter]]}.`;
    draw();
  }
  function select(row, keepsView) {
    selected = row || null;
    if (row && !keepsView) {
      if (span > 120) span = 20;
      from = row.onset + row.duration / 2 - span / 2;
      height = Math.max(30, (row.peak || 0) * 1.15, (row.resting || 0) + data.onset_uv * 1.5);
    }
    mark();
  }
  function step(direction) {
    const all = shown(), place = all.indexOf(selected);
    const time = selected ? selected.onset : from;
    const next = place >= 0 ? all[place + direction]
      : direction > 0 ? all.find(row => row.onset >= time) : all.filter(row => row.onset <= time).pop();
    if (next) select(next);
  }

  /// Everything that changes a row goes through here, so that it can be taken back.
  function change(row, values) {
    undone.push([row, { onset: row.onset, duration: row.duration, decision: row.decision, edited: row.edited }]);
    Object.assign(row, values);
    mark();
  }
  function edge(which, by) {
    if (!selected) return;
    const end = selected.onset + selected.duration;
    const onset = which === "onset" ? Math.min(Math.max(0, selected.onset + by), end - 0.05) : selected.onset;
    const to = which === "end" ? Math.max(Math.min(data.duration, end + by), onset + 0.05) : end;
    change(selected, { onset, duration: to - onset, edited: true });
  }
  function add(onset, leg) {
    const row = { leg, onset, duration: 1, resting: null, peak: null, stage: stage(onset), fates: [], miss: null,
      index: rows.length, decision: "", edited: false, added: true };
    rows.push(row);
    undone.push([row, null]);
    selected = row;
    list();
  }
  function undo() {
    const last = undone.pop();
    if (!last) return;
    if (last[1]) { Object.assign(last[0], last[1]); select(last[0], true); return; }
    rows.splice(rows.indexOf(last[0]), 1);
    selected = null;
    list();
  }
  const stage = time => (data.stages.find(s => s[0] <= time && time < s[1]) || [0, 0, "?"])[2];

  /// The corrected movements as a Tibialis events table.
  function table() {
    const kept = rows.filter(row => row.decision !== "rejected" && (!row.miss || row.decision === "accepted"));
    const lines = kept.sort((a, b) => a.onset - b.onset || (a.leg < b.leg ? -1 : 1)).map(row => [
      row.onset.toFixed(9), row.duration.toFixed(9), "leg_movement", row.leg === "L" ? "left" : "right",
      row.added ? "added" : row.miss ? "near_miss" : "detected",
      row.edited ? "edge_moved" : row.decision || "unseen"].join("\t"));
    const head = data.key ? [data.key_line + data.key] : [];
    return [...head, "onset\tduration\ttrial_type\tleg\tsource\tdecision", ...lines].join("\n") + "\n";
  }
  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([table()], { type: "text/tab-separated-values" }));
    link.download = data.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // The picture.
  function draw() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; paint(); });
  }
  const laneHeight = () => (canvas.clientHeight - 24) / legs.length;
  const x = time => (time - from) / span * canvas.clientWidth;
  function paint() {
    const width = canvas.clientWidth, tall = canvas.clientHeight, ratio = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(tall * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(tall * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, tall);
    context.font = "12px system-ui, sans-serif";
    legs.forEach((leg, number) => lane(leg, number * laneHeight(), laneHeight(), width));
    axis(width, tall);
  }
  function lane(leg, top, tall, width) {
    const middle = top + tall / 2, y = value => middle - Math.max(-1, Math.min(1, value / height)) * (tall / 2 - 8);
    for (const row of rows) {
      if (row.leg !== leg.leg || row.onset + row.duration < from || row.onset > from + span) continue;
      const a = x(row.onset), b = Math.max(a + 1, x(row.onset + row.duration));
      context.fillStyle = row.decision === "rejected" ? "#eeeeee" : row.miss && row.decision !== "accepted" ? "#fbe9c8"
        : periodic(row) ? "#a9d3ee" : counted(row) ? "#dcedf8" : "#e4e4e4";
      context.fillRect(a, top + 4, b - a, tall - 8);
      if (row.miss) { context.setLineDash([4, 3]); context.strokeStyle = "#b36b00"; context.strokeRect(a, top + 4, b - a, tall - 8); context.setLineDash([]); }
      if (row === selected) { context.lineWidth = 2; context.strokeStyle = "#1a1a1a"; context.strokeRect(a, top + 4, b - a, tall - 8); context.lineWidth = 1; }
    }
    context.strokeStyle = "#d0d0d0";
    line(0, y(0), width, y(0));
    const coarse = signal(leg, width, y);
    if (selected && selected.resting !== null && selected.leg === leg.leg && span <= 120) thresholds(y, width);
    context.fillStyle = "#1a1a1a";
    context.fillText(`${leg.name}  ±${height.toFixed(0)} µV` + (coarse && span <= 120 ? `  (${words.no_signal})` : ""), 6, top + 14);
  }
  /// One upright stroke a pixel, from the lowest to the highest value in it. True if some of it is only overview.
  function signal(leg, width, y) {
    const fine = span <= 600, perPixel = span / width;
    let coarse = false, window = 0;
    for (const isFine of [false, true]) {
      context.strokeStyle = isFine || !fine ? "#333333" : "#9a9a9a";
      context.beginPath();
      for (let pixel = 0; pixel < width; pixel++) {
        const start = from + pixel * perPixel, end = start + perPixel;
        if (start < 0 || start > data.duration) continue;
        let values = leg.overview, first = Math.floor(start), last = Math.max(first, Math.ceil(end) - 1);
        let inside = false;
        if (fine) {
          const bin = Math.floor(start * data.rate);
          while (window > 0 && data.windows[window][0] > bin) window--;
          while (window + 1 < data.windows.length && data.windows[window + 1][0] <= bin) window++;
          const range = data.windows[window];
          inside = range && bin >= range[0] && bin < range[0] + range[1];
          if (inside) {
            values = leg.detail;
            first = starts[window] + bin - range[0];
            last = Math.min(starts[window] + range[1] - 1, Math.max(first, first + Math.ceil(perPixel * data.rate) - 1));
          } else coarse = true;
        }
        if (fine && inside !== isFine) continue;
        if (!fine && isFine) continue;
        let low = Infinity, high = -Infinity;
        for (let i = first; i <= last && 2 * i + 1 < values.length; i++) {
          if (i < 0 || values[2 * i] > values[2 * i + 1]) continue;
          low = Math.min(low, values[2 * i]);
          high = Math.max(high, values[2 * i + 1]);
        }
        if (low > high) continue;
        context.moveTo(pixel + 0.5, y(microvolts[high + 128]) - 0.5);
        context.lineTo(pixel + 0.5, y(microvolts[low + 128]) + 0.5);
      }
      context.stroke();
    }
    return coarse;
  }
  function thresholds(y, width) {
    const base = selected.resting;
    for (const [value, color, dash, name] of [[base, "#006b4e", [], words.resting],
      [selected.offset, "#a34700", [2, 3], words.offset], [base + data.onset_uv, "#a34700", [6, 3], words.onset]]) {
      context.strokeStyle = color;
      context.setLineDash(dash);
      line(0, y(value), width, y(value));
      if (name !== words.resting) line(0, y(-value), width, y(-value));
      context.setLineDash([]);
      context.fillStyle = color;
      const label = `${name} ${value.toFixed(1)} µV`;
      if (name === words.onset || y(base) - y(base + data.onset_uv) > 30) context.fillText(label, width - context.measureText(label).width - 6, y(value) - 3);
    }
  }
  function line(x1, y1, x2, y2) {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
  }
  function axis(width, tall) {
    const gap = [1, 2, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200].find(s => s / span * width >= 70) || 14400;
    const zero = data.clock || 0;
    context.fillStyle = "#555";
    context.strokeStyle = "#999";
    for (let t = Math.ceil((from + zero) / gap) * gap; t <= from + span + zero; t += gap) {
      line(x(t - zero), tall - 22, x(t - zero), tall - 17);
      const label = clock(t - zero);
      const wide = context.measureText(label).width;
      context.fillText(label, Math.min(Math.max(x(t - zero) - wide / 2, 0), width - wide), tall - 5);
    }
  }

  function zoom(factor, at = 0.5) {
    const center = from + span * at;
    span = Math.min(Math.max(span * factor, 5), Math.max(5, data.duration));
    from = center - span * at;
    bound();
  }
  function bound() {
    from = Math.min(Math.max(from, -span / 2), data.duration - span / 2);
    draw();
  }
  const commands = {
    next: () => step(1), previous: () => step(-1), undo, download,
    accept: () => selected && change(selected, { decision: "accepted" }),
    reject: () => selected && change(selected, { decision: "rejected" }),
    rules: () => { rules = (rules + 1) % Math.max(1, data.rules.length); list(); },
    filter: () => { filter = (filter + 1) % filters.length; list(); },
    // Where the pointer is; without one, behind the chosen movement.
    add: () => hover ? add(Math.max(0, hover.time - 0.5), hover.leg)
      : add(selected ? selected.onset + selected.duration + 1 : Math.max(0, from + span / 2), (selected || legs[0]).leg),
    night: () => { span = data.duration; from = 0; height = Math.max(height, 200); draw(); },
  };
  const keys = {
    n: "next", p: "previous", a: "accept", r: "reject", u: "undo", t: "rules", m: "filter", i: "add", w: "night", d: "download",
    "[": () => edge("onset", -0.05), "]": () => edge("onset", 0.05), "{": () => edge("end", -0.05), "}": () => edge("end", 0.05),
    "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), ArrowLeft: () => { from -= span / 5; bound(); },
    ArrowRight: () => { from += span / 5; bound(); }, ArrowUp: () => { height /= 1.4; draw(); }, ArrowDown: () => { height *= 1.4; draw(); },
  };
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // Letters belong to whatever field the user writes in.
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const command = keys[event.key];
    // Arrows scroll the page unless the picture has the focus.
    if (!command || (event.key.startsWith("Arrow") && document.activeElement !== canvas)) return;
    event.preventDefault();
    typeof command === "string" ? commands[command]() : command();
  });
  document.querySelectorAll("button[data-command]").forEach(button =>
    button.addEventListener("click", () => commands[button.dataset.command]()));
  body.addEventListener("click", event => {
    const line = event.target.closest("tr");
    if (line) select(rows[line.dataset.row]);
  });
  canvas.addEventListener("wheel", event => {
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, event.offsetX / canvas.clientWidth);
  }, { passive: false });
  canvas.addEventListener("pointerdown", event => {
    canvas.setPointerCapture(event.pointerId);
    const lane = legs[Math.min(legs.length - 1, Math.floor(event.offsetY / laneHeight()))];
    drag = { kind: "pan", x: event.offsetX, from };
    if (selected && lane && selected.leg === lane.leg) {
      const ends = [["onset", selected.onset], ["end", selected.onset + selected.duration]];
      const near = ends.find(end => Math.abs(x(end[1]) - event.offsetX) < 8);
      if (near) {
        change(selected, {});
        drag = { kind: near[0], row: selected, end: selected.onset + selected.duration };
      }
    }
  });
  canvas.addEventListener("pointerleave", () => { hover = null; });
  canvas.addEventListener("pointermove", event => {
    const time = from + event.offsetX / canvas.clientWidth * span;
    hover = { time, leg: legs[Math.min(legs.length - 1, Math.floor(event.offsetY / laneHeight()))].leg };
    if (!drag) return;
    if (drag.kind === "pan") { from = drag.from - (event.offsetX - drag.x) / canvas.clientWidth * span; return bound(); }
    const row = drag.row;
    if (drag.kind === "onset") row.onset = Math.max(0, Math.min(time, drag.end - 0.05));
    const end = drag.kind === "end" ? Math.max(time, row.onset + 0.05) : drag.end;
    row.duration = end - row.onset;
    row.edited = true;
    draw();
  });
  canvas.addEventListener("pointerup", event => {
    const moved = drag && drag.kind === "pan" && Math.abs(event.offsetX - drag.x) > 3;
    if (drag && drag.kind === "pan" && !moved) {
      const time = from + event.offsetX / canvas.clientWidth * span, lane = legs[Math.min(legs.length - 1, Math.floor(event.offsetY / laneHeight()))];
      const row = shown().find(r => r.leg === lane.leg && r.onset <= time && time <= r.onset + r.duration);
      if (row) select(row, true);
    } else mark();
    drag = null;
  });
  new ResizeObserver(draw).observe(canvas);
  list();
  select(shown()[0]);
})();
