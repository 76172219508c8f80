"""Conversion to and from MNE-Python."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Optional, Union

from ._program import Night, PathLike, TibialisError, needed, read_night
from ._tables import cells


def to_mne_annotations(result: Union[Night, PathLike], raw: Any, rules: str = "wasm2016") -> Any:
    """Leg movements for `raw.set_annotations(raw.annotations + ...)`, each on its leg's channel.

    They are called `leg_movement/left`, or `leg_movement/left/periodic` if they belong to a series.
    """
    mne = needed("mne", "which is needed for annotations")
    night = result if isinstance(result, Night) else read_night(result)
    night.rule_set(rules)
    if night.folder is None:
        raise TibialisError("this night has no folder with the tables of its movements; analyze with out=FOLDER")
    combined, legs, events = (cells(night.folder / f"{name}.tsv")
                              for name in (f"movements_{rules}", "leg_movements", "events"))
    periodic = {number for number, truth in zip(combined["number"], combined["periodic"]) if truth == "true"}
    gaps = [(float(onset or 0), float(duration)) for onset, duration, kind in
            zip(events["onset"], events["duration"], events["trial_type"]) if kind == "recording_gap" and duration]
    # MNE concatenates the segments of an EDF+D, so its clock stops during gaps.
    whole = len(raw.times) / raw.info["sfreq"] + raw.first_time >= night.document["recording"]["duration_s"] - 1
    onsets = [float(onset or 0) for onset in legs["onset_s"]]
    if not whole:
        onsets = [onset - sum(min(gap, max(0.0, onset - start)) for start, gap in gaps) for onset in onsets]
    words, names = [], []
    for leg, number in zip(legs["leg"], legs[f"{rules}_movement"]):
        side = "left" if leg == "L" else "right"
        words.append(f"leg_movement/{side}" + ("/periodic" if number in periodic else ""))
        channel = (night.document["quality"].get(side) or {}).get("channel")
        names.append((channel,) if channel in raw.ch_names else ())
    durations = [float(duration or 0) for duration in legs["duration_s"]]
    return mne.Annotations(onsets, durations, words, orig_time=raw.info["meas_date"], ch_names=names)


def from_mne(raw: Any, path: PathLike, *, left: Optional[str] = None, right: Optional[str] = None) -> Path:
    """Writes a raw object with its annotations (stages, arousals) as an EDF+ file that `analyze` reads.

    Named legs are written as `Leg/L` and `Leg/R` together with only the ECG; otherwise all channels keep their names.
    """
    needed("mne", "which is needed to write the recording")
    needed("edfio", "which MNE needs to write EDF")
    if Path(path).suffix.lower() != ".edf":
        raise TibialisError(f"{path}: expected a file name that ends in .edf")
    legs = {name: new for name, new in ((left, "Leg/L"), (right, "Leg/R")) if name is not None}
    for name in legs:
        if name not in raw.ch_names:
            raise TibialisError(f"expected a channel called {name}; the channels are {', '.join(raw.ch_names)}")
    copy = raw.copy().load_data(verbose="error")
    if legs:
        kinds = zip(copy.ch_names, copy.get_channel_types())
        copy.pick([*legs, *(name for name, kind in kinds if kind == "ecg" and name not in legs)], verbose="error")
        # MNE stores this type in volts and exports it in microvolts.
        copy.set_channel_types(dict.fromkeys(legs, "emg"), verbose="error")
        copy.rename_channels(legs, verbose="error")
    copy.export(path, fmt="edf", physical_range="channelwise", overwrite=True, verbose="error")
    return Path(path)
