  let drag = null, hover = null, isInside = false, pinch = null, remark = "";
  const touching = new Map();

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
  /// Shows in the table which row is selected and each row's decision.
  function mark() {
    if (selected && !selected.seen) { selected.seen = true; keep(true); }
    for (const line of body.children) {
      const row = rows[line.dataset.row];
      line.className = (row === selected ? "selected " : "") + (row.decision === "rejected" ? "rejected " : "") + (row.seen ? "" : "unseen");
      line.lastChild.textContent = decision(row);
      line.children[1].textContent = row.leg;
      line.children[2].textContent = row.duration.toFixed(2);
      if (row === selected) {
        const box = document.getElementById("list"), top = line.offsetTop;
        if (top < box.scrollTop + 40 || top > box.scrollTop + box.clientHeight - 60) box.scrollTop = top - box.clientHeight / 2;
      }
    }
    tell();
    draw();
  }
  /// Shows the selection, how many movements have been seen, and the message of the last command.
  function tell(text) {
    remark = text || "";
    const all = shown(), place = all.indexOf(selected) + 1, known = rows.filter(row => !isShort(row) || showsShort);
    document.getElementById("seen").textContent = `${known.filter(row => row.seen).length} ${words.of} ${known.length} ${words.seen}` +
      (isUnsaved ? `. ${words.unsaved}` : "");
    fact.textContent = (!selected ? words.none : `${place} ${words.of} ${all.length}. ${clock(selected.onset)}, ` +
      `${selected.leg}, ${selected.duration.toFixed(2)} s, ${selected.stage}. ${data.rules[rules] || ""}: ${verdict(selected)}` +
      (decision(selected) ? `. ${decision(selected)}` : "")) + `. ${words["filter_" + filters[filter]]}.` + (remark ? ` ${remark}` : "");
  }
  const say = tell;
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
  /// A clock time of the night, or seconds since its start.
  function jump(text) {
    const parts = text.trim().split(":").map(Number), zero = data.clock || 0;
    if (!text.trim() || parts.some(part => !Number.isFinite(part)) || parts.length > 3) return say(words.no_time);
    let time = parts[0];
    if (parts.length > 1) {
      time = parts[0] * 3600 + parts[1] * 60 + (parts[2] || 0) - zero;
      if (data.clock !== null && time < 0) time += 86400;
    }
    if (time < 0 || time > data.duration) return say(words.no_time);
    if (span > 120) span = 20;
    from = time - span / 2;
    select(rows.filter(isShown).find(row => row.onset <= time && time <= row.onset + row.duration) || null, true);
    bound();
  }
  /// Moves each edge of the selected movement, by at most a second, to the nearest edge that the program found on that
  /// leg, or otherwise to where the trace crosses the levels.
  function snap() {
    if (!selected) return;
    const leg = legs.find(leg => leg.leg === selected.leg), end = selected.onset + selected.duration;
    const others = data.rows.filter(row => row.leg === selected.leg);
    const near = (times, time) => times.filter(t => Math.abs(t - time) <= 1).sort((a, b) => Math.abs(a - time) - Math.abs(b - time))[0];
    const onset = near(others.map(row => row.onset), selected.onset) ?? crossing(leg, selected.onset, true) ?? selected.onset;
    const to = near(others.map(row => row.onset + row.duration), end) ?? crossing(leg, end, false) ?? end;
    if (to - onset >= 0.05) change(selected, { onset, duration: to - onset, edited: true });
  }
  function crossing(leg, time, isOnset) {
    const level = levels(leg, time), window = data.windows.findIndex(range => range[0] <= time * data.rate && time * data.rate < range[0] + range[1]);
    if (!level || window < 0) return undefined;
    const [first, count] = data.windows[window], limit = isOnset ? level[0] + data.onset_uv : level[1];
    const isHigh = i => {
      const place = 2 * (starts[window] + i);
      return i >= 0 && i < count && leg.detail[place] <= leg.detail[place + 1]
        && Math.max(microvolts[leg.detail[place + 1] + 128], -microvolts[leg.detail[place] + 128]) >= limit;
    };
    const middle = Math.round(time * data.rate) - first;
    for (let distance = 0; distance <= data.rate; distance++)
      for (const i of [middle - distance, middle + distance])
        if (isHigh(i) && !isHigh(isOnset ? i - 1 : i + 1)) return (first + i + (isOnset ? 0 : 1)) / data.rate;
    return undefined;
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
  const file = document.getElementById("corrections"), time = document.getElementById("time");
  const commands = {
    next: () => step(1), previous: () => step(-1), undo, download, snap, load: () => file.click(),
    accept: () => selected && change(selected, { decision: "accepted" }),
    reject: () => selected && change(selected, { decision: "rejected" }),
    leg: () => selected && legs.length > 1 && change(selected, { leg: selected.leg === "L" ? "R" : "L", edited: true }),
    rules: () => { rules = (rules + 1) % Math.max(1, data.rules.length); list(); },
    filter: () => { filter = (filter + 1) % filters.length; list(); },
    short: () => { showsShort = !showsShort; list(); },
    jump: () => { time.focus(); time.select(); },
    // At the pointer, or otherwise after the selected movement.
    add: () => hover ? add(Math.max(0, hover.time - 0.5), hover.leg)
      : add(selected ? selected.onset + selected.duration + 1 : Math.max(0, from + span / 2), (selected || legs[0]).leg),
    night: () => { span = data.duration; from = 0; height = Math.max(height, 200); draw(); },
  };
  const keys = {
    n: "next", p: "previous", a: "accept", r: "reject", u: "undo", t: "rules", m: "filter", i: "add", w: "night", d: "download",
    l: "leg", s: "snap", x: "short", j: "jump", o: "load",
    "[": () => edge("onset", -0.05), "]": () => edge("onset", 0.05), "{": () => edge("end", -0.05), "}": () => edge("end", 0.05),
    "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), ArrowLeft: () => { from -= span / 5; bound(); },
    ArrowRight: () => { from += span / 5; bound(); }, ArrowUp: () => { height /= 1.4; draw(); }, ArrowDown: () => { height *= 1.4; draw(); },
  };
  viewer.addEventListener("pointerenter", () => { isInside = true; });
  viewer.addEventListener("pointerleave", () => { isInside = false; });
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // Letters typed in a field, or while neither pointer nor focus is in the viewer, are not commands.
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    if (!isInside && !viewer.contains(document.activeElement)) return;
    const command = keys[event.key];
    // Arrows scroll the page unless the picture has the focus.
    if (!command || (event.key.startsWith("Arrow") && document.activeElement !== canvas)) return;
    event.preventDefault();
    typeof command === "string" ? commands[command]() : command();
  });
  document.querySelectorAll("button[data-command]").forEach(button =>
    button.addEventListener("click", () => commands[button.dataset.command]()));
  time.addEventListener("keydown", event => { if (event.key === "Enter") { jump(time.value); canvas.focus(); } });
  file.addEventListener("change", async () => {
    if (file.files[0]) load(await file.files[0].text());
    file.value = "";
  });
  body.addEventListener("click", event => {
    const line = event.target.closest("tr");
    if (line) select(rows[line.dataset.row]);
  });
  canvas.addEventListener("wheel", event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, event.offsetX / canvas.clientWidth);
  }, { passive: false });
  const between = () => { const [a, b] = [...touching.values()]; return Math.max(20, Math.abs(a - b)); };
  canvas.addEventListener("pointerdown", event => {
    canvas.setPointerCapture(event.pointerId);
    touching.set(event.pointerId, event.offsetX);
    if (touching.size === 2) { drag = null; pinch = between(); return; }
    const lane = laneAt(event.offsetY);
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
    hover = { time, leg: laneAt(event.offsetY).leg };
    if (touching.has(event.pointerId)) touching.set(event.pointerId, event.offsetX);
    if (pinch && touching.size === 2) {
      const wide = between(), [a, b] = [...touching.values()];
      zoom(pinch / wide, (a + b) / 2 / canvas.clientWidth);
      pinch = wide;
      return;
    }
    if (!drag) return;
    if (drag.kind === "pan") { from = drag.from - (event.offsetX - drag.x) / canvas.clientWidth * span; return bound(); }
    const row = drag.row;
    if (drag.kind === "onset") row.onset = Math.max(0, Math.min(time, drag.end - 0.05));
    const end = drag.kind === "end" ? Math.max(time, row.onset + 0.05) : drag.end;
    row.duration = end - row.onset;
    row.edited = true;
    draw();
  });
  function release(event) {
    touching.delete(event.pointerId);
    if (pinch) { if (touching.size < 2) pinch = null; return; }
    const moved = drag && drag.kind === "pan" && Math.abs(event.offsetX - drag.x) > 3;
    if (drag && drag.kind === "pan" && !moved && event.type === "pointerup") {
      const time = from + event.offsetX / canvas.clientWidth * span, lane = laneAt(event.offsetY);
      const row = shown().find(r => r.leg === lane.leg && r.onset <= time && time <= r.onset + r.duration);
      if (row) select(row, true);
    } else if (drag && drag.kind !== "pan") {
      keep();
      mark();
    }
    drag = null;
  }
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  // Rows wrap differently at another width, and the selected one must stay in view.
  new ResizeObserver(() => { const said = remark; mark(); tell(said); }).observe(canvas);
  const isRestored = restore();
  list();
  select(shown()[0]);
  if (isRestored) say(words.restored);
