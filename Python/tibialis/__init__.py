"""Leg movements in sleep: calls the program `tibialis` and reads its tables as data frames.

Not a medical device; for use with a physician.
"""
from ._mne import from_mne, to_mne_annotations
from ._program import Batch, Contrast, Night, TibialisError, analyze, batch, compare, program, read_night
from ._tables import read_movements, read_nights

__all__ = ["Batch", "Contrast", "Night", "TibialisError", "analyze", "batch", "compare", "from_mne", "program",
           "read_movements", "read_night", "read_nights", "to_mne_annotations"]
