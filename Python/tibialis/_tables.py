"""The tables as pandas or polars data frames with nullable integers, booleans and strings."""
from __future__ import annotations

import csv
import json
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Dict, List, Optional

from ._program import PathLike, TibialisError, needed, read_night

# For tables that no datapackage.json describes. Column names are stable: columns are added, never renamed. A column that is
# not listed here is a number if its cells are.
_NAMED = {
    "text": "patient_id night_id phase tst_source cpap leg_channels scoring_rules software_version quality_flags "
            "exclude_reason night_role respiratory_option sensor plms_by_hour leg side stage reason wasm2016 aasm3 "
            "wasm2016_reason aasm3_reason",
    "truth": "included candidate short_interval periodic respiratory arousal periodic_nr",
    "count": "days_since_start dose_step_day lm_count plms_count plms_arousal_count rrlm_count plmw_count plms_nr_count "
             "series_count plms_n1_count plms_n2_count plms_n3_count plms_rem_count number members series series_nr "
             "wasm2016_movement aasm3_movement",
    "date": "date",
}
_KINDS = {name: kind for kind, names in _NAMED.items() for name in names.split()}
_OF_SCHEMA = {"string": "text", "boolean": "truth", "integer": "count", "number": "number", "date": "date"}
_READERS: Dict[str, Any] = {
    "text": str, "truth": {"true": True, "false": False}.__getitem__, "count": int, "number": float,
    "date": date.fromisoformat,
}
_PANDAS = {"text": "string", "truth": "boolean", "count": "Int64", "number": "float64", "date": "datetime64[s]"}
_POLARS = {"text": "String", "truth": "Boolean", "count": "Int64", "number": "Float64", "date": "Date"}
Columns = Dict[str, List[Optional[str]]]
Kinds = Dict[str, str]


def read_nights(folder: PathLike, library: Optional[str] = None) -> Any:
    """Reads the nights of a batch as a pandas or polars data frame, one row per night and rule set."""
    path = Path(folder) / "nights.csv" if Path(folder).is_dir() else Path(folder)
    if not path.exists():
        one = (Path(folder) / "result.json").exists()
        hint = "this is one night: use read_movements" if one else "run `tibialis batch`, or `tibialis merge` after shards"
        raise TibialisError(f"{folder}: expected the folder of a batch with nights.csv; {hint}", 66, "no_result")
    columns = cells(path)
    if not {"patient_id", "night_id"} <= set(columns):
        raise TibialisError(f"{path}: expected the columns patient_id and night_id, found {', '.join(list(columns)[:5])}; "
                            "give the nights.csv of a batch", 65, "no_result")
    for line, version in enumerate(columns.get("software_version", []), 2):
        if version and version.startswith("tibialis 0.1."):
            raise TibialisError(f"{path}, line {line}: a result of {version}, which counted unscored events as 0; "
                                "run `tibialis batch` again", 65, "other_schema")
    return _frame(columns, path, library, _Package(path.parent).kinds(path))


def read_movements(folder: PathLike, rules: Optional[str] = "wasm2016", library: Optional[str] = None) -> Any:
    """Reads the movements under a rule set, of one night, or of all nights of a batch with leading patient_id and night_id.

    rules=None: movements of single legs, with each rule set's decision on them.
    """
    top = Path(folder)
    single = (top / "result.json").exists() or (top / "error.json").exists()
    nights = [top] if single else sorted(path.parent for path in top.glob("*/*/result.json"))
    if not nights:
        raise TibialisError(f"{folder}: expected a night's folder with result.json or the folder of a batch; give what "
                            "`tibialis analyze --out` or `tibialis batch --out` wrote", 66, "no_result")
    name = "leg_movements.tsv" if rules is None else f"movements_{rules}.tsv"
    # In a batch, the tables are described two folders above the night's.
    home = top.resolve().parent.parent if single else top
    package, kinds = _Package(home), dict(_KINDS)
    joined: Columns = {}
    rows = 0
    for night in nights:
        read_night(night).rule_set(rules)
        columns = cells(night / name)
        kinds.update(package.kinds(night.resolve() / name if single else night / name))
        count = len(next(iter(columns.values()), []))
        if not single:
            columns = {"patient_id": [night.parent.name] * count, "night_id": [night.name] * count, **columns}
        # Nights may have been analyzed with different rule sets: columns that one lacks are filled with None.
        for column in {**joined, **columns}:
            joined.setdefault(column, [None] * rows).extend(columns.get(column, [None] * count))
        rows += count
    return _frame(joined, nights[0] / name, library, kinds)


class _Package:
    """The type of each column of each table, from a batch's `datapackage.json` if this program wrote one."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / "datapackage.json"
        self._schemas: Dict[str, Kinds] = {}
        package = self._json(self._path) if self._path.exists() else {}
        ours = package.get("generator") == "tibialis"
        self._resources = {resource["path"]: resource["schema"] for resource in package["resources"]} if ours else {}

    def kinds(self, table: Path) -> Kinds:
        """Types by column; tables that an older batch did not describe are typed by column name."""
        try:
            schema = self._resources.get(table.relative_to(self._folder).as_posix())
        except ValueError:
            schema = None
        if isinstance(schema, dict):
            return self._kinds(schema)
        if schema is not None and schema not in self._schemas:
            self._schemas[schema] = self._kinds(self._json(self._folder / schema))
        return _KINDS if schema is None else self._schemas[schema]

    @staticmethod
    def _kinds(schema: Any) -> Kinds:
        return {field["name"]: _OF_SCHEMA[field["type"]] for field in schema["fields"]}

    @staticmethod
    def _json(path: Path) -> Any:
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise TibialisError(f"{path}: expected the description of the tables, found none that is readable ({error}); run "
                                "`tibialis merge` again", 65, "damaged_table") from error


def cells(path: Path) -> Columns:
    """The columns of a table; missing cells are None."""
    if not path.exists():
        raise TibialisError(f"{path}: does not exist; analyze the night again", 66, "no_table")
    with path.open(encoding="utf-8-sig", newline="") as file:
        tabs = "\t" in file.readline()
        file.seek(0)
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.reader(file)
        header, *lines = list(rows) or [[]]
    columns: Columns = {name: [] for name in header}
    for number, line in enumerate(lines, 2):
        if len(line) != len(header):
            raise TibialisError(f"{path}, line {number}: expected {len(header)} cells, found {len(line)}; the file was "
                                "changed or truncated, create it again", 65, "damaged_table")
        for name, cell in zip(header, line):
            columns[name].append(None if cell in ("", "n/a") else cell)
    return columns


def _frame(columns: Columns, path: Path, library: Optional[str], kinds: Kinds) -> Any:
    library = library or ("polars" if find_spec("polars") and not find_spec("pandas") else "pandas")
    if library not in ("pandas", "polars"):
        raise TibialisError(f"library: expected pandas or polars, found {library}")
    made = needed(library, "which is needed for the data frame (library='pandas' or 'polars')")
    frame: Dict[str, Any] = {}
    for name, column in columns.items():
        for guess in [kinds[name]] if name in kinds else ["number", "truth", "text"]:
            try:
                values: List[Any] = []
                for cell in column:
                    values.append(None if cell is None else _READERS[guess](cell))
                break
            except (KeyError, ValueError):
                found = f"{path}, row {len(values) + 1}, column {name}: expected a {guess}, found {column[len(values)]!r}"
        else:
            raise TibialisError(f"{found}; the file was changed, create it again", 65, "damaged_table")
        if library == "polars":
            frame[name] = made.Series(name, values, dtype=getattr(made, _POLARS[guess]))
        else:
            frame[name] = made.Series(values, dtype=_PANDAS[guess])
    return made.DataFrame(frame)
