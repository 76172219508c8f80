"""Calls the program and reads its output."""
from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

PathLike = Union[str, "os.PathLike[str]"]
Option = Union[None, bool, int, float, PathLike, Sequence[PathLike]]
NIGHT_SCHEMA = "tibialis-night/2"
# Options that take comma-separated values; all others are repeated.
_LISTS = ("rules", "scored", "not_scored", "tone_without")


class TibialisError(Exception):
    """The program's message, its exit status (65: unusable input, 66: missing input, ...) and its error code."""

    def __init__(self, message: str, status: int = 64, code: str = "wrong_usage") -> None:
        super().__init__(message)
        self.status, self.code = status, code


@dataclass(frozen=True)
class Night:
    """A night's `result.json`, and the folder of its tables if there is one."""
    document: Dict[str, Any]
    folder: Optional[Path] = None

    def rule_set(self, rules: Optional[str]) -> Dict[str, Any]:
        known: Dict[str, Dict[str, Any]] = self.document["rule_sets"]
        if rules is not None and rules not in known:
            raise TibialisError(f"{self.folder or 'this night'}: expected one of the rule sets {', '.join(known)}, found "
                                f"{rules}; analyze with rules={rules!r}", 65, "no_rule_set")
        return known[rules] if rules else {}

    def plms_index(self, rules: str = "wasm2016") -> Optional[float]:
        """Periodic leg movements per hour of sleep; None if unknown, with the reason in `document`."""
        index: Optional[float] = self.rule_set(rules)["plms_index"]
        return index


@dataclass(frozen=True)
class Batch:
    """The outcome of a batch. Each failed night has a reason; run the batch again to retry them."""
    folder: Path
    nights_csv: Path
    done: int
    skipped: int
    failed: List[Dict[str, Any]]


@dataclass(frozen=True)
class Contrast:
    """One comparison of a patient's nights, or of several patients if `patient_id` is `*`; `row` has every column of
    comparison.csv."""
    patient_id: str
    contrast: str
    outcome: str
    is_primary: bool
    verdict: str
    sentence: str
    rate_ratio: Optional[float]
    ci95: Tuple[Optional[float], Optional[float]]
    row: Dict[str, Any]


def analyze(recording: PathLike, *, out: Optional[PathLike] = None, **options: Option) -> Night:
    """Analyzes one night. Options are those of `tibialis analyze`, such as left="EMG L", no_sensitivity=True."""
    return Night(_run("analyze", recording, {"out": out, **options}), Path(out) if out is not None else None)


def batch(nights: PathLike, out: PathLike, **options: Option) -> Batch:
    """Analyzes a night list or a folder. Failed nights raise no error but are listed in `failed`."""
    said = _run("batch", nights, {"out": out, **options}, good=(0, 2))
    return Batch(Path(out), Path(out) / "nights.csv", said["done"], said["skipped"], said["failed"])


def compare(results: PathLike, *, out: Optional[PathLike] = None, **options: Option) -> List[Contrast]:
    """Compares nights with and without a drug, for instance compare("results", drug="ropinirole")."""
    return [Contrast(row["patient_id"], row["contrast"], row["outcome"], row["is_primary"], row["verdict"],
                     row["sentence"], row["rate_ratio"], (row["ci95_low"], row["ci95_high"]), row)
            for row in _run("compare", results, {"out": out, **options})]


def read_night(folder: PathLike) -> Night:
    """Reads a night that `analyze` or `batch` wrote into a folder."""
    path = Path(folder) / "result.json"
    if not path.exists():
        if path.with_name("error.json").exists():
            raise TibialisError(f"{folder}: this night failed, error.json says why", 65, "failed_night")
        raise TibialisError(f"{folder}: expected a night's folder with result.json; give the "
                            "output folder of `tibialis analyze`", 66, "no_result")
    try:
        document = json.loads(path.read_text("utf-8"))
        schema = document["schema"]
    except (ValueError, KeyError, TypeError):
        raise TibialisError(f"{path}: expected a result written by tibialis, found something else", 65, "no_result") from None
    if schema != NIGHT_SCHEMA:
        raise TibialisError(f"{path}: expected schema {NIGHT_SCHEMA}, found {schema}; analyze the night again, or install "
                            "the version of tibialis that wrote it", 65, "other_schema")
    return Night(document, Path(folder))


def needed(name: str, why: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise TibialisError(f"{name} is not installed, {why}; run: pip install {name}", 69, "not_installed") from None


def program() -> Path:
    """The executable: from `TIBIALIS`, from this package, or on `PATH`."""
    if named := os.environ.get("TIBIALIS"):
        return Path(named)
    # Where pip installs it: an environment's bin, that of --user, or next to the package with --target.
    places = [sysconfig.get_path("scripts"), sysconfig.get_path("scripts", f"{os.name}_user"),
              str(Path(__file__).resolve().parents[1] / "bin")]
    for place in [*places, *os.environ.get("PATH", "").split(os.pathsep)]:
        found = shutil.which("tibialis", path=place) if place else None
        # The wheel for other platforms has a script of this name, which would only call this function again.
        if found and Path(found).open("rb").read(2) != b"#!":
            return Path(found)
    raise TibialisError(
        "no executable found: only the wheel for Linux on x86_64 contains one, this is "
        f"{platform.system()} on {platform.machine()}; elsewhere build tibialis from source with Swift 6.3 and set TIBIALIS "
        "to its path", 69, "no_executable")


def _run(command: str, source: PathLike, options: Dict[str, Option], good: Sequence[int] = (0,)) -> Any:
    arguments = [command, "--json", "--quiet"]
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        if value is True:
            arguments.append(flag)
        elif value is not None and value is not False:
            several = [value] if isinstance(value, (str, int, float, os.PathLike)) else value
            texts = [",".join(map(str, several))] if name in _LISTS else map(str, several)
            # One argument, so that a value may begin with a hyphen.
            arguments += [f"{flag}={text}" for text in texts]
    executable = str(program())
    try:
        done = subprocess.run([executable, *arguments, "--", str(source)], stdin=subprocess.DEVNULL, capture_output=True,
                              encoding="utf-8", errors="replace")
    except OSError as problem:
        raise TibialisError(f"{executable}: cannot be run here ({problem.strerror}): expected Linux on x86_64, found "
                            f"{platform.system()} on {platform.machine()}", 69, "no_executable") from None
    try:
        said = json.loads(done.stdout)
    except ValueError:
        said = {}
    if done.returncode in good:
        return said
    error = said.get("error", {}) if isinstance(said, dict) else {}
    message = error.get("message") or done.stderr.strip() or f"tibialis ended with status {done.returncode} and no message"
    raise TibialisError(message, done.returncode, error.get("code", "failed"))
