"""A simulated night of an hour and a small study, analyzed by the program that TIBIALIS names."""
import subprocess
from pathlib import Path

import pytest

import tibialis


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("tibialis")


@pytest.fixture(scope="session")
def recording(place):
    subprocess.run([tibialis.program(), "simulate", "--preset", "n2_apnea", "--seed", "7", "--hours", "1",
                    "--out", place / "made", "--quiet"], check=True)
    return place / "made" / "n2_apnea_s7" / "night.edf"


@pytest.fixture(scope="session")
def night(place, recording):
    return tibialis.analyze(recording, out=place / "night")


@pytest.fixture(scope="session")
def study(place):
    """Four short nights of one patient, two of them with the drug, and one recording that is cut off to nothing."""
    folder = place / "study"
    folder.mkdir()
    list_ = Path(__file__).parents[2] / "SampleData" / "study"
    header, *nights = (list_ / "nights.tsv").read_text().splitlines()
    nights = [line for line in nights if line.startswith("sub-01")]
    chosen = nights[:2] + nights[-2:]
    (folder / "nights.tsv").write_text("\n".join([header, *chosen]) + "\n")
    for name in ("patients", "medications", "simulation"):
        rows = [row for row in (list_ / f"{name}.tsv").read_text().splitlines() if not row.startswith("sub-02")]
        (folder / f"{name}.tsv").write_text("\n".join(rows).replace("\t6\t7\t200", "\t0.5\t0.6\t200") + "\n")
    subprocess.run([tibialis.program(), "simulate", "--nights", folder / "nights.tsv", "--seed", "1",
                    "--out", place / "simulated", "--quiet"], check=True)
    made = place / "simulated"
    (made / "recordings" / "broken.edf").write_bytes(b"")
    broken = chosen[-1].split("\t")
    broken[1], broken[2], broken[4] = "ses-broken", "2026-04-30", "recordings/broken.edf"
    with (made / "nights.tsv").open("a") as file:
        file.write("\t".join(broken) + "\n")
    return made


@pytest.fixture(scope="session")
def results(place, study):
    return tibialis.batch(study / "nights.tsv", place / "results", jobs=2, no_sensitivity=True)
