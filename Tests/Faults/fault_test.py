"""For Scripts/fault-test: fault_test.py PROGRAM SCRATCH. Ends with 1 where a command did not hold.

Every call is failed once with EIO, writing calls also with ENOSPC, reading and opening also with EINTR, EMFILE or EACCES, and
reads and writes also short. Of calls that come hundreds of times a spread is tried.
"""
import errno
import filecmp
import json
import os
import shutil
import subprocess
import sys

program, scratch = sys.argv[1], os.path.realpath(sys.argv[2])
library = os.path.join(scratch, "failing.so")
STATUSES = {0, 2, 65, 66, 73, 74, 75}
KINDS = {
    "open": [errno.EIO, errno.EMFILE, errno.EACCES, errno.EINTR],
    "read": [errno.EIO, errno.EINTR, "short"],
    "pread": [errno.EIO, errno.EINTR, "short"],
    "pwrite": [errno.ENOSPC, errno.EIO, errno.EINTR, "short"],
    "fsync": [errno.EIO],
    "close": [errno.EIO],
    "rename": [errno.EIO, errno.EACCES],
    "mkdir": [errno.ENOSPC, errno.EACCES],
    "unlink": [errno.EIO],
    "flock": [errno.EINTR],
}
MOST = 24


def run(arguments, call=None, number=0, code=None, log=None):
    environment = dict(os.environ, TZ="UTC")
    if call:
        environment.update(
            LD_PRELOAD=library, FAULT_CALL=call, FAULT_NUMBER=str(number), FAULT_ERRNO=str(code),
            FAULT_WITHIN=scratch + "/work", FAULT_LOG=log)
    return subprocess.run(
        [program, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=300)


def contents(folder):
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            if name in (".study.lock", ".recording"):
                continue
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def half_written(folder):
    for name, data in contents(folder).items():
        if name.endswith(".json"):
            try:
                json.loads(data)
            except ValueError:
                yield name
        elif name.endswith((".tsv", ".csv")) and data and not data.endswith(b"\n"):
            yield name


def check(title, arguments, output, prepare):
    """Runs one command with each fault. Returns what did not hold."""
    prepare()
    run(arguments)
    expected = contents(output)
    problems, tried = [], 0
    for call, codes in KINDS.items():
        numbers, number = [], 1
        while number < 4000:
            prepare()
            log = os.path.join(scratch, "reached")
            if os.path.exists(log):
                os.remove(log)
            run(arguments, call, number, codes[0], log)
            if not os.path.exists(log):
                break
            numbers.append(number)
            number = number + 1 if number < MOST else int(number * 1.5)
        for number in numbers:
            for code in codes:
                prepare()
                outcome = run(arguments, call, number, code, os.path.join(scratch, "reached"))
                tried += 1
                name = f"{title}: {call} {number} {code}"
                if outcome.returncode not in STATUSES:
                    problems.append(f"{name}: status {outcome.returncode}: {outcome.stderr[-160:]!r}")
                if outcome.returncode not in (0, 2) and not outcome.stderr.strip():
                    problems.append(f"{name}: status {outcome.returncode} without a word")
                for broken in half_written(output):
                    problems.append(f"{name}: {broken} is half-written")
                again = run(arguments)
                if again.returncode != 0:
                    problems.append(f"{name}: a rerun ends with {again.returncode}: {again.stderr[-160:]!r}")
                after = contents(output)
                after = {key: value for key, value in after.items() if not key.endswith(".tmp")}
                if after != expected:
                    wrong = sorted(k for k in set(after) | set(expected) if after.get(k) != expected.get(k))
                    problems.append(f"{name}: a rerun differs in {wrong[:4]}")
    print(f"{title}: {tried} faults, {len(problems)} did not hold")
    for problem in problems[:12]:
        print("  " + problem)
    return len(problems)


def main():
    study = os.path.join(scratch, "study")
    made = subprocess.run(
        [program, "simulate", "--preset", "n1_clean_rls", "--hours", "0.5", "--seed", "3", "--out", study],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if made.returncode != 0:
        sys.exit("fault-test: no night could be simulated: " + made.stderr.decode())
    recording = next(
        os.path.join(place, name) for place, _, names in os.walk(study) for name in names if name.endswith(".edf"))
    work = os.path.join(scratch, "work")

    def fresh():
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(work)
        shutil.copy(recording, work + "/night.edf")
        with open(work + "/nights.tsv", "w") as table:
            table.write("patient_id\tnight_id\tdate\tedf_path\nsub-1\tses-1\t2026-03-01\tnight.edf\n")

    def analyzed():
        fresh()
        run(["batch", work + "/nights.tsv", "--out", work + "/out", "--quiet"])

    out = work + "/out"
    failures = check(
        "analyze", ["analyze", work + "/night.edf", "--out", out, "--no-sensitivity", "--quiet"], out, fresh)
    failures += check("batch", ["batch", work + "/nights.tsv", "--out", out, "--no-sensitivity", "--quiet"], out, fresh)
    failures += check("merge", ["merge", out, "--quiet"], out, analyzed)
    failures += check("report", ["report", out + "/sub-1/ses-1", "--quiet"], out, analyzed)
    failures += check(
        "deidentify", ["deidentify", work + "/night.edf", work + "/copy/out.edf", "--quiet"], work + "/copy",
        lambda: (fresh(), os.makedirs(work + "/copy")))
    sys.exit(1 if failures else 0)


main()
