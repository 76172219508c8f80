"""For Scripts/fault-test: fault_test.py PROGRAM SCRATCH [SECONDS]. Ends with 1 where a command did not hold.

Every call is failed once with EIO, writing calls also with ENOSPC, reading and opening also with EINTR, EMFILE or EACCES, and
reads and writes also short. Of calls that come often a spread is tried, the first and the last always. Whatever fails:
the status is a documented one, nothing half-written stands under a name, no other file is lost or changed, and the same
command run again gives the bytes of an undisturbed run.
"""
import concurrent.futures
import errno
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time

program, scratch = sys.argv[1], os.path.realpath(sys.argv[2])
budget = float(sys.argv[3]) if len(sys.argv) > 3 else 200.0
library = os.path.join(scratch, "failing.so")
# A command of a second that takes longer has no end; seconds.
PATIENCE = 30
HANGS = -99
STATUSES = {0, 2, 65, 66, 73, 74, 75}
KINDS = {
    "open": [errno.EIO, errno.EMFILE, errno.EACCES, errno.EINTR],
    "read": [errno.EIO, errno.EINTR, "short"],
    "pread": [errno.EIO, errno.EINTR, "short"],
    "write": [errno.EIO],
    "pwrite": [errno.ENOSPC, errno.EIO, errno.EINTR, "short"],
    "fsync": [errno.EIO],
    "close": [errno.EIO],
    "rename": [errno.EIO, errno.EACCES],
    "mkdir": [errno.ENOSPC, errno.EACCES],
    "unlink": [errno.EIO],
    "flock": [errno.EINTR, errno.EIO],
    "ftruncate": [errno.EIO],
    "readdir": [errno.EIO],
}
# Calls that must be made again, whatever command makes them: the run must end well.
ABSORBED = {errno.EINTR, "short"}
MOST = int(os.environ.get("FAULT_MOST", "14"))
# Locks and marks of time are no results.
HIDDEN = {".study.lock", ".recording"}
BYSTANDER = "notes of a person.txt"


def run(arguments, place, call=None, number=0, code=None, counts=None):
    environment = dict(os.environ, TZ="UTC", LD_PRELOAD=library, FAULT_WITHIN=place)
    if call:
        environment.update(FAULT_CALL=call, FAULT_NUMBER=str(number), FAULT_ERRNO=str(code))
    if counts:
        environment.update(FAULT_COUNTS=counts)
    command = [program, *[part.replace("@", place) for part in arguments]]
    try:
        return subprocess.run(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, HANGS, b"", b"no end")


def contents(folder):
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            if name in HIDDEN or name.endswith(".lock"):
                continue
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def half_written(files, place):
    for name, data in files.items():
        if name.endswith(".tmp"):
            continue
        if name.endswith(".json"):
            try:
                json.loads(data)
            except ValueError:
                yield name
        elif name.endswith((".tsv", ".csv")) and not data.endswith(b"\n"):
            yield name
        elif name.endswith(".html") and not data.rstrip().endswith(b"</html>"):
            yield name
        elif name.endswith(".edf") and len(data) < 256 * (int(data[252:256]) + 1):
            yield name
        elif name.endswith(".sqlite"):
            database = sqlite3.connect(os.path.join(place, name))
            whole = database.execute("pragma quick_check").fetchone()[0]
            database.close()
            if whole != "ok":
                yield name


class Command:
    """One command on a prepared folder; `@` in its arguments is that folder."""

    def __init__(self, title, arguments, start):
        self.title, self.arguments, self.start = title, arguments, start
        self.writes_nights = arguments[0] in ("analyze", "batch", "merge")
        self.problems, self.tried, self.left = [], 0, 0
        place = os.path.join(scratch, "calm")
        self.prepare(place)
        counts = os.path.join(scratch, "counts")
        if os.path.exists(counts):
            os.remove(counts)
        calm = run(arguments, place, counts=counts)
        if calm.returncode != 0:
            sys.exit(f"fault-test: {title} ends with {calm.returncode} undisturbed: {calm.stderr.decode()}")
        self.expected = contents(place)
        self.inputs = contents(start)
        with open(counts) as file:
            totals = dict(line.split() for line in file)
        self.faults = []
        for call, codes in KINDS.items():
            total = int(totals.get(call, 0))
            for number in spread(total):
                self.faults += [(call, number, code) for code in codes]

    def prepare(self, place):
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.start, place)

    def hold(self, fault, place, end):
        if time.monotonic() > end:
            self.left += 1
            return
        call, number, code = fault
        self.prepare(place)
        outcome = run(self.arguments, place, call, number, code)
        name = f"{self.title}: {call} {number} {code}"
        said = outcome.stderr[-160:]
        found = []
        if outcome.returncode not in STATUSES:
            found.append(f"status {outcome.returncode}: {said!r}")
        if code in ABSORBED and outcome.returncode != 0:
            found.append(f"not made again: status {outcome.returncode}: {said!r}")
        if outcome.returncode not in (0, 2) and not outcome.stderr.strip():
            found.append(f"status {outcome.returncode} without a word")
        after = contents(place)
        found += [f"{broken} is half-written" for broken in half_written(after, place)]
        # What the command reads, and what others put beside it, stays; a night that failed may take its own results away.
        for path, data in self.inputs.items():
            is_own = path.startswith("out/") and os.path.basename(path) != BYSTANDER and self.writes_nights
            if not is_own and self.expected.get(path) == data and after.get(path) != data:
                found.append(f"{path} was lost or changed")
        # A note that cannot be removed is taken away by the next run.
        may_stay = call == "unlink"
        after = {
            path: data for path, data in after.items()
            if not path.endswith(".tmp") and not (may_stay and path.endswith(".unfinished"))
        }
        if outcome.returncode == 0 and after != self.expected:
            found.append(f"status 0, but {differences(after, self.expected)} differ")
        if after != self.expected or outcome.returncode != 0:
            again = run(self.arguments, place)
            if again.returncode != 0:
                found.append(f"a rerun ends with {again.returncode}: {again.stderr[-160:]!r}")
            after = {path: data for path, data in contents(place).items() if not path.endswith(".tmp")}
            if after != self.expected:
                found.append(f"a rerun differs in {differences(after, self.expected)}")
        self.tried += 1
        self.problems += [f"{name}: {one}" for one in found]


def differences(one, other):
    return sorted(path for path in set(one) | set(other) if one.get(path) != other.get(path))[:4]


def spread(total):
    """Numbers from 1 to `total`: the first few, the last few, and some between."""
    if total <= MOST:
        return list(range(1, total + 1))
    ends = MOST // 3
    numbers = set(range(1, ends + 1)) | set(range(total - ends + 1, total + 1))
    numbers |= {ends + (total - 2 * ends) * step // (ends + 1) for step in range(1, ends + 1)}
    return sorted(numbers)


def short_night(path):
    """A simulated night cut to three minutes."""
    made = subprocess.run(
        [program, "simulate", "--preset", "n1_clean_rls", "--hours", "0.5", "--rate", "200", "--seed", "3", "--out",
         scratch + "/made"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if made.returncode != 0:
        sys.exit("fault-test: no night could be simulated: " + made.stderr.decode())
    with open(scratch + "/made/n1_clean_rls_s3/night.edf", "rb") as file:
        data = bytearray(file.read())
    header, records, wanted = int(data[184:192]), int(data[236:244]), 180
    data[236:244] = str(wanted).encode().ljust(8)
    with open(path, "wb") as file:
        file.write(data[: header + (len(data) - header) // records * wanted])


def long_records(data, seconds=60):
    """The same recording in records of a minute, where each channel's bytes lie by themselves, and the sizes of a record's
    parts."""
    signals, header, records = int(data[252:256]), int(data[184:192]), int(data[236:244])
    place = 256 + signals * 216
    counts = [int(data[place + 8 * index : place + 8 * index + 8]) for index in range(signals)]
    head = bytearray(data[:header])
    head[236:244] = str(records // seconds).encode().ljust(8)
    head[244:252] = str(seconds).encode().ljust(8)
    body = bytearray()
    for index, count in enumerate(counts):
        head[place + 8 * index : place + 8 * index + 8] = str(count * seconds).encode().ljust(8)
    for block in range(records // seconds):
        start = 0
        for count in counts:
            for record in range(block * seconds, (block + 1) * seconds):
                at = header + record * 2 * sum(counts) + start
                body += data[at : at + 2 * count]
            start += 2 * count
    return bytes(head + body), header, [2 * count * seconds for count in counts], records // seconds


def worn_disk():
    """A disk with worn places: what they cost is said by the right flag, and nothing else is lost. Returns what did not hold."""
    place = os.path.join(scratch, "worn")
    os.makedirs(place)
    with open(scratch + "/made/n1_clean_rls_s3/night.edf", "rb") as file:
        data, header, sizes, records = long_records(file.read())
    night = place + "/night.edf"
    with open(night, "wb") as file:
        file.write(data)
    left, right, ecg, texts = range(4)

    def part(signal, record, start=1000, count=512):
        place = header + record * sum(sizes) + sum(sizes[:signal]) + start
        return f"{place}-{place + count}"

    def analyzed(name, ranges):
        out = os.path.join(place, name)
        environment = dict(os.environ, TZ="UTC", LD_PRELOAD=library, FAULT_BYTES=",".join(ranges), FAULT_BAD=night)
        outcome = subprocess.run(
            [program, "analyze", night, "--out", out, "--no-sensitivity", "--quiet"], env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=PATIENCE)
        if not os.path.exists(out + "/result.json"):
            return outcome, {}, contents(out)
        with open(out + "/result.json") as file:
            return outcome, json.load(file), contents(out)

    _, calm, files = analyzed("calm", [])
    problems = []

    def expect(title, ranges, status, flags, check=lambda result, found: True):
        outcome, result, found = analyzed(title.replace(" ", "_"), ranges)
        said = set(result.get("quality", {}).get("flags", [])) - set(calm["quality"]["flags"])
        if outcome.returncode != status:
            problems.append(f"{title}: status {outcome.returncode}, not {status}: {outcome.stderr[-160:]!r}")
        elif said != flags:
            problems.append(f"{title}: flags {sorted(said)}, not {sorted(flags)}")
        elif not check(result, found):
            problems.append(f"{title}: the result is not what is left of the night")

    def same_legs(result, found):
        # Without the heart's columns.
        return all(found[name] == files[name] for name in ("movements_wasm2016.tsv", "movements_aasm3.tsv"))

    def hours(result, leg):
        return result["quality"][leg]["scored_h"]

    def lost(legs):
        def check(result, found):
            lost = [leg for leg in ("left", "right") if hours(result, leg) < hours(calm, leg) - 0.001]
            return lost == legs and all(hours(result, leg) > hours(calm, leg) / 2 for leg in legs)
        return check

    def has_gap(result, found):
        return lost(["left", "right"])(result, found) and b"recording_gap" in found["events.tsv"]

    first, second = ([part(signal, 5)] for signal in (left, right))
    every = lambda signal: [part(signal, record, 0, sizes[signal]) for record in range(records)]
    expect("a place of the ECG", [part(ecg, 5)], 0, {"ecg_unreadable"}, same_legs)
    expect("the whole ECG", every(ecg), 0, {"ecg_unreadable"}, same_legs)
    expect("a place of the left leg", first, 0, {"recording_gap"}, lost(["left"]))
    expect("a place of the right leg", second, 0, {"recording_gap"}, lost(["right"]))
    expect("a place of both legs", first + second, 0, {"recording_gap"}, has_gap)
    expect("the first bytes of a leg", [part(left, 0, 0)], 0, {"recording_gap"}, lost(["left"]))
    expect("the last bytes of a leg", [part(right, records - 1, sizes[right] - 512)], 0, {"recording_gap"}, lost(["right"]))
    expect("the whole left leg", every(left), 74, set())
    expect("both legs", every(left) + every(right), 74, set())
    # Stages and events are not guessed: a night without some of them would be another night.
    expect("a place of the annotations", [part(texts, 5, 0)], 74, set())
    expect("the header", ["100-101"], 74, set())
    return problems


def main():
    end = time.monotonic() + budget
    start = os.path.join(scratch, "start")
    os.makedirs(start + "/out")
    short_night(start + "/night.edf")
    with open(start + "/nights.tsv", "w") as table:
        table.write("patient_id\tnight_id\tdate\tedf_path\nsub-1\tses-1\t2026-03-01\tnight.edf\n")
    with open(start + "/medications.tsv", "w") as table:
        table.write(
            "patient_id\tdrug_name\tdose\tdose_unit\tstart_date\tstop_date\n"
            "sub-1\ttrazodone\t50\tmg\t2026-03-05\tn/a\n")
    with open(start + "/out/" + BYSTANDER, "w") as file:
        file.write("keep me\n")
    counts = os.path.join(scratch, "counted")
    os.makedirs(counts)
    with open(counts + "/nights.csv", "w") as table:
        table.write("patient_id,night_id,date,tst_h,plms_count,trazodone_mg\n")
        for night in range(1, 10):
            table.write(f"p,n{night},2026-03-0{night},6.5,{100 + 7 * night},{50 if night > 4 else 0}\n")
    done = os.path.join(scratch, "done")
    shutil.copytree(start, done)
    batch = ["batch", "@/nights.tsv", "--out", "@/out", "--no-sensitivity", "--quiet", "--jobs", "1"]
    if run(batch, done).returncode != 0:
        sys.exit("fault-test: the undisturbed batch did not end well")
    commands = [
        Command("analyze", ["analyze", "@/night.edf", "--out", "@/out", "--no-sensitivity", "--quiet"], start),
        Command("batch", batch, start),
        Command("batch again", [*batch, "--force"], done),
        Command("merge", ["merge", "@/out", "--movements", "--database", "@/out/study.sqlite", "--quiet"], done),
        Command("compare", ["compare", "@/nights.csv", "--out", "@/compared", "--quiet"], counts),
        Command("report", ["report", "@/out/sub-1/ses-1", "--quiet"], done),
        Command("overview", ["report", "@/out", "--quiet"], done),
        Command("export", ["export", "@/out/sub-1/ses-1", "--to", "bids", "--out", "@/x/events.tsv", "--quiet"], done),
        Command("deidentify", ["deidentify", "@/night.edf", "@/copy.edf", "--quiet"], start),
    ]
    # Round and round, so that each command gets its share where the time is short.
    work = []
    for place in range(max(len(command.faults) for command in commands)):
        work += [(command, command.faults[place]) for command in commands if place < len(command.faults)]
    workers = max(1, min(4, os.cpu_count() or 1))
    free = [os.path.join(scratch, f"work{index}") for index in range(workers)]

    def one(item):
        place = free.pop()
        try:
            item[0].hold(item[1], place, end)
        finally:
            free.append(place)

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, work))
    worn = worn_disk()
    print(f"worn disk: 11 places, {len(worn)} did not hold")
    for problem in worn:
        print("  " + problem)
    failures = len(worn)
    for command in commands:
        left = f", {command.left} not tried in {budget:.0f} s" if command.left else ""
        print(f"{command.title}: {command.tried} faults, {len(command.problems)} did not hold{left}")
        for problem in command.problems[:12]:
            print("  " + problem)
        failures += len(command.problems)
    sys.exit(1 if failures else 0)


main()
