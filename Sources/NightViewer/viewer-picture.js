  const canvas = document.getElementById("trace"), context = canvas.getContext("2d");
  const band = 34; // height of the marks above the legs
  const below = 52; // height of a channel below them
  if (also.length) canvas.style.height = `calc(20rem + ${also.length * below}px)`;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const light = { paper: "#fff", ink: "#1a1a1a", muted: "#555", grid: "#d0d0d0", signal: "#333", coarse: "#9a9a9a",
    periodic: "#a9d3ee", counted: "#dcedf8", other: "#e4e4e4", rejected: "#eee", miss: "#fbe9c8", edge: "#b36b00",
    rest: "#006b4e", level: "#a34700", breathing: "#009e73", N1: "#c6dbef", N2: "#6baed6", N3: "#08519c", R: "#d55e00", W: "#f2f2f2" };
  const night = { paper: "#15171a", ink: "#e8e8e8", muted: "#b0b0b0", grid: "#44484d", signal: "#cfd3d8", coarse: "#7d8288",
    periodic: "#1f4f6e", counted: "#20333f", other: "#33363a", rejected: "#26282b", miss: "#4a3a17", edge: "#e0a040",
    rest: "#3fd0a4", level: "#ff9a5c", breathing: "#2cc79c", N1: "#3d5a78", N2: "#3f7fae", N3: "#8ab8e8", R: "#ff8a3c", W: "#33363a" };
  let asked = false, color = light;
  dark.addEventListener("change", () => draw());

  function clock(seconds) {
    const t = Math.floor(seconds + (data.clock || 0) + 1e-6), two = n => String(n).padStart(2, "0");
    return two(Math.floor(t / 3600) % 24) + ":" + two(Math.floor(t / 60) % 60) + ":" + two(t % 60);
  }
  function draw() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; paint(); });
  }
  const laneHeight = () => (canvas.clientHeight - 24 - band - also.length * below) / legs.length;
  const laneAt = y => legs[Math.max(0, Math.min(legs.length - 1, Math.floor((y - band) / laneHeight())))];
  const x = time => (time - from) / span * canvas.clientWidth;
  function paint() {
    const width = canvas.clientWidth, tall = canvas.clientHeight, ratio = window.devicePixelRatio || 1;
    color = dark.matches ? night : light;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(tall * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(tall * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = color.paper;
    context.fillRect(0, 0, width, tall);
    context.font = "12px system-ui, sans-serif";
    marks(width);
    legs.forEach((leg, number) => lane(leg, band + number * laneHeight(), laneHeight(), width));
    also.forEach((channel, number) => companion(channel, tall - 24 - (also.length - number) * below, width));
    axis(width, tall);
  }
  /// A channel other than the legs, clipped to its row.
  function companion(channel, top, width) {
    const middle = top + below / 2;
    context.strokeStyle = color.grid;
    line(0, top, width, top);
    signal(channel, width, value => middle - value * (below / 2 - 4));
    const size = channel.reach < 10 ? channel.reach.toPrecision(2) : channel.reach.toFixed(0);
    context.fillStyle = color.ink;
    write(`${channel.name}, ±${size} ${channel.unit}`, 46, top + 13);
  }
  /// Stages with their names, and arousals and respiratory events below them.
  function marks(width) {
    for (const [start, end, name] of data.stages) {
      if (end < from || start > from + span) continue;
      const a = Math.max(0, x(start)), b = Math.min(width, x(end));
      context.fillStyle = color[name] || color.other;
      context.fillRect(a, 0, Math.max(1, b - a), 13);
      if (b - a > 24) {
        context.fillStyle = name === "N3" || name === "R" ? color.paper : color.ink;
        context.fillText(name === "R" ? "REM" : name, (a + b) / 2 - 8, 11);
      }
    }
    for (const [start, end, kind] of data.events) {
      if (end < from || start > from + span) continue;
      const isArousal = kind === "arousal";
      context.fillStyle = isArousal ? color.ink : color.breathing;
      context.fillRect(x(start), isArousal ? 16 : 25, Math.max(2, x(end) - x(start)), 7);
      if (span <= 120) context.fillText(kind, x(end) + 3, isArousal ? 24 : 33);
    }
  }
  function lane(leg, top, tall, width) {
    const middle = top + tall / 2, y = value => middle - Math.max(-1, Math.min(1, value / height)) * (tall / 2 - 8);
    for (const row of rows) {
      if (row.leg !== leg.leg || row.onset + row.duration < from || row.onset > from + span) continue;
      if (isShort(row) && !showsShort && row !== selected) continue;
      const a = x(row.onset), b = Math.max(a + 1, x(row.onset + row.duration));
      context.fillStyle = row.decision === "rejected" ? color.rejected : row.miss && row.decision !== "accepted" ? color.miss
        : periodic(row) ? color.periodic : counted(row) ? color.counted : color.other;
      context.fillRect(a, top + 4, b - a, tall - 8);
      if (row.miss) { context.setLineDash([4, 3]); context.strokeStyle = color.edge; context.strokeRect(a, top + 4, b - a, tall - 8); context.setLineDash([]); }
      if (row === selected) { context.lineWidth = 2; context.strokeStyle = color.ink; context.strokeRect(a, top + 4, b - a, tall - 8); context.lineWidth = 1; }
    }
    context.fillStyle = color.muted;
    for (const part of [-1, -0.5, 0, 0.5, 1]) {
      context.strokeStyle = color.grid;
      line(0, y(part * height), part ? 6 : width, y(part * height));
      write((part * height).toFixed(height < 20 ? 1 : 0), 9, y(part * height) + 4);
    }
    const state = signal(leg, width, y);
    if (span <= 120) thresholds(leg, y, width);
    const notes = [state.coarse && span <= 120 ? words.no_signal : "", state.clipped ? words.clipped : ""].filter(Boolean);
    context.fillStyle = color.ink;
    write(`${leg.name}, µV` + (notes.length ? `  (${notes.join("; ")})` : ""), 46, top + 14);
  }
  /// One vertical stroke per pixel, from its lowest to its highest value. Returns whether part of it is overview only,
  /// and whether part of it is clipped.
  function signal(leg, width, y) {
    const fine = span <= 600, perPixel = span / width, table = leg.table || microvolts;
    let coarse = false, clipped = false, window = 0;
    for (const isFine of [false, true]) {
      context.strokeStyle = isFine || !fine ? color.signal : color.coarse;
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
        if (table[high + 128] > height || -table[low + 128] > height) clipped = true;
        context.moveTo(pixel + 0.5, y(table[high + 128]) - 0.5);
        context.lineTo(pixel + 0.5, y(table[low + 128]) + 0.5);
      }
      context.stroke();
    }
    return { coarse, clipped };
  }
  /// Resting and offset level of a leg: those of the selected movement, or otherwise of the minute at `time`.
  function levels(leg, time) {
    if (selected && selected.leg === leg.leg && selected.resting !== null && selected.offset) return [selected.resting, selected.offset];
    const minute = leg.levels.findLast(level => level[0] <= time) || leg.levels[0];
    return minute ? minute.slice(1) : null;
  }
  function thresholds(leg, y, width) {
    const level = levels(leg, selected ? selected.onset : from + span / 2);
    if (!level) return;
    const [base, offset] = level;
    for (const [value, paint, dash, name] of [[base, color.rest, [], words.resting],
      [offset, color.level, [2, 3], words.offset], [base + data.onset_uv, color.level, [6, 3], words.onset]]) {
      context.strokeStyle = paint;
      context.setLineDash(dash);
      line(0, y(value), width, y(value));
      if (name !== words.resting) line(0, y(-value), width, y(-value));
      context.setLineDash([]);
      context.fillStyle = paint;
      const label = `${name} ${value.toFixed(1)} µV`;
      if (name === words.onset || y(base) - y(base + data.onset_uv) > 30) write(label, width - context.measureText(label).width - 6, y(value) - 3);
    }
  }
  /// Text with a halo in the color of the paper, legible over the trace.
  function write(text, left, bottom) {
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeStyle = color.paper;
    context.strokeText(text, left, bottom);
    context.lineWidth = 1;
    context.fillText(text, left, bottom);
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
    context.fillStyle = color.muted;
    context.strokeStyle = color.muted;
    for (let t = Math.ceil((from + zero) / gap) * gap; t <= from + span + zero; t += gap) {
      line(x(t - zero), tall - 22, x(t - zero), tall - 17);
      const label = clock(t - zero);
      const wide = context.measureText(label).width;
      context.fillText(label, Math.min(Math.max(x(t - zero) - wide / 2, 0), width - wide), tall - 5);
    }
  }
