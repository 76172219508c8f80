import csv
import json
import shutil
import subprocess
import sys

import mne
import numpy
import pandas
import polars
import pytest

import tibialis


def rows(path, delimiter="\t"):
    with open(path, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


# The program

def test_analyze_gives_the_result_and_its_folder(night, place):
    assert night.document == json.loads((place / "night" / "result.json").read_text())
    assert night.plms_index("wasm2016") == night.document["rule_sets"]["wasm2016"]["plms_index"] > 5
    assert tibialis.read_night(night.folder) == night


def test_options_go_to_the_program(recording):
    night = tibialis.analyze(recording, rules=["wasm2016", "coleman1982"], left="EMG RAT", right="EMG LAT",
                             no_sensitivity=True, band_low=20, scored=["stages"], quiet=False)
    assert set(night.document["rule_sets"]) == {"wasm2016", "coleman1982"}
    assert night.document["quality"]["left"]["channel"] == "EMG RAT"
    assert night.document["parameters"]["detection"]["band_low_hz"] == 20
    assert night.folder is None
    with pytest.raises(tibialis.TibialisError, match="expected one of the rule sets wasm2016, coleman1982"):
        night.plms_index("aasm3")


@pytest.mark.parametrize("options, status, words", [
    ({}, 66, "does not exist"),
    ({"nonsense": True}, 64, "--nonsense: is not an option of this command"),
])
def test_errors_are_those_of_the_program(options, status, words, place):
    with pytest.raises(tibialis.TibialisError, match=words) as caught:
        tibialis.analyze(place / "missing.edf", **options)
    assert caught.value.status == status and caught.value.code in ("missing_file", "wrong_usage")


def test_unusable_recording_names_channel_and_file(recording):
    with pytest.raises(tibialis.TibialisError, match="night.edf: expected a channel for the left leg, found none") as caught:
        tibialis.analyze(recording, left="-no such channel")
    assert (caught.value.status, caught.value.code) == (65, "no_such_channel")


def test_batch_names_failed_nights_and_raises_nothing(results, study):
    assert (results.done, results.skipped, len(results.failed)) == (4, 0, 1)
    assert "ses-broken" in json.dumps(results.failed)
    again = tibialis.batch(study / "nights.tsv", results.folder, no_sensitivity=True)
    assert (again.done, again.skipped, len(again.failed)) == (0, 4, 1)


def test_compare_gives_contrasts(results):
    contrasts = tibialis.compare(results.folder, out=results.folder)
    written = json.loads((results.folder / "comparison.json").read_text())
    assert [each.row for each in contrasts] == (written if isinstance(written, list) else written["contrasts"])
    primary = next(each for each in contrasts if each.is_primary)
    assert (primary.patient_id, primary.outcome) == ("sub-01", "plms")
    assert primary.sentence and primary.verdict and len(primary.ci95) == 2


def test_without_an_executable_says_where_there_is_one(monkeypatch, recording, place):
    monkeypatch.setenv("TIBIALIS", str(recording))
    recording.chmod(0o755)
    with pytest.raises(tibialis.TibialisError, match="cannot be run here.*expected Linux on x86_64"):
        tibialis.analyze(recording)
    monkeypatch.delenv("TIBIALIS")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sysconfig.get_path", lambda *_: str(place))
    with pytest.raises(tibialis.TibialisError, match="no executable found.*Linux on x86_64.*build tibialis from source"):
        tibialis.analyze(recording)


def test_module_runs_the_program():
    done = subprocess.run([sys.executable, "-m", "tibialis", "--version"], capture_output=True, text=True)
    assert done.stdout == subprocess.run([tibialis.program(), "--version"], capture_output=True, text=True).stdout


# Tables

@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_nights_have_their_types(results, library):
    nights = tibialis.read_nights(results.folder, library=library)
    found = rows(results.folder / "nights.csv", ",")
    assert list(nights.columns) == list(found[0])
    types = {name: str(dtype) for name, dtype in zip(nights.columns, nights.dtypes)}
    expected = {"patient_id": "string", "plms_count": "Int64", "plms_index": "float64", "included": "boolean",
                "odi3": "float64", "quality_flags": "string", "date": "datetime64[s]", "days_since_start": "Int64"}
    if library == "polars":
        expected = {"patient_id": "String", "plms_count": "Int64", "plms_index": "Float64", "included": "Boolean",
                    "odi3": "Float64", "quality_flags": "String", "date": "Date", "days_since_start": "Int64"}
    assert {name: types[name] for name in expected} == expected
    failed = [row["night_id"] == "ses-broken" for row in found]
    assert sum(failed) >= 1
    for name, kind in (("plms_count", int), ("plms_index", float), ("days_since_start", int), ("trazodone_mg", float)):
        for cell, value in zip([row[name] for row in found], nights[name].to_list()):
            missing = value is None or value is pandas.NA or value != value
            assert missing if cell == "" else value == kind(cell)
    assert nights["included"].to_list() == [row["included"] == "true" for row in found]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_movements_of_a_night(night, library):
    movements = tibialis.read_movements(night.folder, library=library)
    found = rows(night.folder / "movements_wasm2016.tsv")
    assert len(movements) == len(found) > 10
    assert movements["onset_s"].to_list() == [float(row["onset_s"]) for row in found]
    assert movements["periodic"].to_list() == [row["periodic"] == "true" for row in found]
    assert [None if each is pandas.NA else each for each in movements["series"].to_list()] == \
        [None if row["series"] == "n/a" else int(row["series"]) for row in found]
    assert int(movements["periodic"].sum()) >= night.document["rule_sets"]["wasm2016"]["plms"] > 0
    aasm = tibialis.read_movements(night.folder, rules="aasm3", library=library)
    empty = aasm["candidate"]
    assert len(aasm) > 5 and (empty.isna().all() if library == "pandas" else empty.is_null().all())
    assert str(empty.dtype).lower() == "boolean"
    legs = tibialis.read_movements(night.folder, rules=None, library=library)
    assert len(legs) == len(rows(night.folder / "leg_movements.tsv"))
    assert set(legs["leg"].to_list()) == {"L", "R"}


def test_movements_of_a_batch_have_patient_and_night(results):
    movements = tibialis.read_movements(results.folder)
    assert list(movements.columns[:2]) == ["patient_id", "night_id"]
    nights = tibialis.read_nights(results.folder).query("scoring_rules == 'wasm2016' and included")
    counted = movements[movements.periodic & movements.stage.isin(["N1", "N2", "N3", "R"])].groupby("night_id").size()
    for _, night in nights.iterrows():
        assert counted.get(night.night_id, 0) == night.plms_count


def test_types_are_those_of_the_data_package_else_of_the_names(results, tmp_path):
    described = shutil.copytree(results.folder, tmp_path / "described")
    named = shutil.copytree(results.folder, tmp_path / "named")
    (named / "datapackage.json").unlink()
    for read in (tibialis.read_nights, tibialis.read_movements, lambda folder: tibialis.read_movements(folder, rules=None)):
        assert read(described).dtypes.to_dict() == read(named).dtypes.to_dict()
    night = next(described.glob("*/*/result.json")).parent
    assert str(tibialis.read_movements(night).series.dtype) == "Int64"
    schema = described / "schemas" / "movements_wasm2016.json"
    schema.write_text(schema.read_text().replace('"name": "imi_s",\n      "type": "number"', '"name": "imi_s",\n      "type": "string"'))
    assert str(tibialis.read_movements(described).imi_s.dtype) == str(tibialis.read_movements(night).imi_s.dtype) == "string"
    schema.write_text("{")
    with pytest.raises(tibialis.TibialisError, match="run `tibialis merge` again"):
        tibialis.read_movements(described)


def test_typed_counts_of_somebody_are_read_too(tmp_path):
    path = tmp_path / "typed.csv"
    path.write_text("patient_id,night_id,date,tst_h,plms_count,trazodone_mg,lab,shift\n"
                    "001,1,2026-03-01,6.5,120,0,Bern,\n001,2,2026-03-02,7,,50,,\n")
    nights = tibialis.read_nights(path)
    assert nights["patient_id"].to_list() == ["001", "001"] and nights["night_id"].to_list() == ["1", "2"]
    assert nights["plms_count"].to_list() == [120, pandas.NA]
    assert str(nights["lab"].dtype) == "string" and str(nights["shift"].dtype) == "float64"


def test_what_is_no_result_is_named(night, results, tmp_path):
    for read in (tibialis.read_movements, tibialis.read_night, tibialis.read_nights):
        with pytest.raises(tibialis.TibialisError, match=f"{tmp_path}: expected .*tibialis (analyze|batch)"):
            read(tmp_path)
    with pytest.raises(tibialis.TibialisError, match="one night: use read_movements"):
        tibialis.read_nights(night.folder)
    with pytest.raises(tibialis.TibialisError, match="rule sets wasm2016, aasm3, found aasm2"):
        tibialis.read_movements(night.folder, rules="aasm2")
    failed = next(results.folder.glob("*/ses-broken"))
    with pytest.raises(tibialis.TibialisError, match="this night failed"):
        tibialis.read_movements(failed)
    with pytest.raises(tibialis.TibialisError, match="expected pandas or polars, found excel"):
        tibialis.read_movements(night.folder, library="excel")


def test_older_results_and_damage_are_named(night, results, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(night.folder, copy)
    document = json.loads((copy / "result.json").read_text())
    (copy / "result.json").write_text(json.dumps({**document, "schema": "tibialis-night/1"}))
    with pytest.raises(tibialis.TibialisError, match="found tibialis-night/1; analyze the night again"):
        tibialis.read_movements(copy)
    (copy / "result.json").write_text(json.dumps(document))
    table = (copy / "movements_wasm2016.tsv").read_text()
    for damaged, words in ((table[:-20], "expected 16 cells"), (table.replace("\ttrue\t", "\tyes\t", 1), "expected a truth, found 'yes'")):
        (copy / "movements_wasm2016.tsv").write_text(damaged)
        with pytest.raises(tibialis.TibialisError, match=words):
            tibialis.read_movements(copy)
    old = tmp_path / "nights.csv"
    old.write_text((results.folder / "nights.csv").read_text().replace("tibialis 0.2.", "tibialis 0.1."))
    with pytest.raises(tibialis.TibialisError, match="nights.csv, line 2: a result of tibialis 0.1.*run `tibialis batch` again"):
        tibialis.read_nights(old)


@pytest.mark.parametrize("missing", ["pandas", "polars", "mne", "edfio"])
def test_a_missing_library_is_named(night, monkeypatch, missing, tmp_path):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(tibialis.TibialisError, match=f"{missing} is not installed.*pip install {missing}"):
        if missing == "mne":
            tibialis.to_mne_annotations(night, None)
        elif missing == "edfio":
            tibialis.from_mne(None, tmp_path / "x.edf")
        else:
            tibialis.read_movements(night.folder, library=missing)


# MNE

def test_annotations_stand_on_the_signal(night, recording):
    raw = mne.io.read_raw_edf(recording, verbose="error")
    annotations = tibialis.to_mne_annotations(night, raw)
    found = rows(night.folder / "leg_movements.tsv")
    assert len(annotations) == len(found)
    assert numpy.allclose(annotations.onset, [float(row["onset_s"]) for row in found])
    assert set(annotations.description) == {f"leg_movement/{leg}{kind}" for leg in ("left", "right") for kind in ("", "/periodic")}
    assert set(annotations.ch_names) == {("EMG LAT",), ("EMG RAT",)}
    raw.set_annotations(raw.annotations + annotations)
    assert len(raw.annotations) > len(annotations)
    # Where a movement is marked, the leg is louder than in the ten seconds around it.
    louder = 0
    raw.load_data(verbose="error").filter(10, 90, picks="all", verbose="error")
    for each in annotations:
        leg = raw.get_data(each["ch_names"][0]).ravel()
        rate = raw.info["sfreq"]
        first, last = int(each["onset"] * rate), int((each["onset"] + each["duration"]) * rate)
        louder += numpy.abs(leg[first:last]).mean() > 2 * numpy.median(numpy.abs(leg[max(0, first - 2000):last + 2000]))
    assert louder > 0.9 * len(annotations)


def test_annotations_of_a_cut_raw_are_those_that_lie_in_it(night, recording):
    raw = mne.io.read_raw_edf(recording, verbose="error").crop(1800, 2400)
    annotations = tibialis.to_mne_annotations(night, raw)
    raw.set_annotations(annotations)
    inside = [row for row in rows(night.folder / "leg_movements.tsv")
              if float(row["onset_s"]) + float(row["duration_s"]) > 1800 and float(row["onset_s"]) < 2400]
    assert len(raw.annotations) == len(inside) > 0


def test_gaps_of_an_edf_d_are_taken_out(recording, tmp_path):
    """MNE sets the stretches end to end; a result on the true clock must follow it."""
    whole = recording.read_bytes()
    header, count, signals = int(whole[184:192]), int(whole[236:244]), int(whole[252:256])
    first = 256 + signals * 216
    size = 2 * sum(int(whole[first + 8 * each:first + 8 * each + 8]) for each in range(signals))
    head = bytearray(whole[:header])
    head[192:236], head[236:244] = b"EDF+D".ljust(44), str(count - 600).encode().ljust(8)
    path = tmp_path / "gap.edf"
    path.write_bytes(bytes(head) + whole[header:header + 600 * size] + whole[header + 1200 * size:])
    night = tibialis.analyze(path, out=tmp_path / "night")
    raw = mne.io.read_raw_edf(path, verbose="error")
    assert len(raw.times) / raw.info["sfreq"] == 3000
    annotations = tibialis.to_mne_annotations(night, raw)
    onsets = [float(row["onset_s"]) for row in rows(night.folder / "leg_movements.tsv")]
    assert max(onsets) > 1200
    assert sorted(annotations.onset) == pytest.approx(sorted(each if each < 600 else each - 600 for each in onsets))
    raw.load_data(verbose="error").filter(10, 90, picks="all", verbose="error")
    for each in annotations:
        leg = numpy.abs(raw.get_data(each["ch_names"][0]).ravel())
        first, last = (int(moment * raw.info["sfreq"]) for moment in (each["onset"], each["onset"] + each["duration"]))
        assert leg[first:last].mean() > 2 * numpy.median(leg)


def test_a_raw_object_becomes_a_recording_with_stages(night, recording, tmp_path):
    raw = mne.io.read_raw_edf(recording, verbose="error")
    path = tibialis.from_mne(raw, tmp_path / "legs.edf", left="EMG LAT", right="EMG RAT")
    again = tibialis.analyze(path)
    assert again.document["recording"]["channels"][:2] == ["Leg/L", "Leg/R"]
    assert again.document["sleep"]["tst_h"] == night.document["sleep"]["tst_h"]
    # The rounding of other 16 bits moves an edge by a sample, and no movement is lost.
    for rules in ("wasm2016", "aasm3"):
        assert again.document["rule_sets"][rules]["plms"] == night.document["rule_sets"][rules]["plms"]
    whole = tibialis.from_mne(raw, str(tmp_path / "all.edf"))
    assert tibialis.analyze(whole).document["recording"]["channels"] == night.document["recording"]["channels"]
    with pytest.raises(tibialis.TibialisError, match="expected a channel called LAT; the channels are EMG LAT"):
        tibialis.from_mne(raw, tmp_path / "legs.edf", left="LAT")
    with pytest.raises(tibialis.TibialisError, match="ends in .edf"):
        tibialis.from_mne(raw, tmp_path / "legs.fif")
