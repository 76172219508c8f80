"""Checks a study's folder: documents against JSON Schemas, tables against datapackage.json.

    schema_test.py SCHEMAS STUDY
"""
import json
import sys
from pathlib import Path

from frictionless import Package, Resource, Schema, system
from jsonschema import Draft202012Validator


def closed(schema):
    """The schema with additional members forbidden: everything written must be described."""
    if isinstance(schema, dict):
        schema = {key: closed(value) for key, value in schema.items()}
        if schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
    elif isinstance(schema, list):
        schema = [closed(value) for value in schema]
    return schema


def documents(schemas, study):
    faults, count = [], 0
    for name, pattern in (("result", "**/result.json"), ("error", "**/error.json"), ("comparison", "comparison.json")):
        schema = json.loads((schemas / f"{name}.schema").read_text())
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(closed(schema))
        for path in sorted(study.glob(pattern)):
            count += 1
            for error in validator.iter_errors(json.loads(path.read_text())):
                faults.append(f"{path}: {error.json_path}: {error.message[:300]}")
    return faults, count


def tables(schemas, study):
    package = Package(str(study / "datapackage.json"))
    reports = [package.validate()]
    if (study / "comparison.csv").exists():
        schema = Schema.from_descriptor(json.loads((schemas / "comparison.csv.schema").read_text()))
        with system.use_context(trusted=True):
            reports.append(Resource(path=str(study / "comparison.csv"), schema=schema).validate())
    faults = [f"{study}: {error.message}" for report in reports for error in report.errors]
    described = {study / resource.path for resource in package.resources}
    for report in reports:
        for task in report.tasks:
            faults += [f"{study}/{task.place}: {error.message}" for error in task.errors[:5]]
    written = {path for kind in ("*.csv", "*.tsv") for path in study.rglob(kind)}
    # Files added by compare or by people are not part of the package.
    apart = {"comparison.csv", "data_dictionary.csv", "movements.csv"}
    faults += [f"{path}: stands in no data package" for path in sorted(written - described) if path.name not in apart]
    return faults, len(described)


def main():
    schemas, study = Path(sys.argv[1]), Path(sys.argv[2])
    found, count = documents(schemas, study)
    more, number = tables(schemas, study)
    for fault in found + more:
        print(f"schema-test: {fault}", file=sys.stderr)
    print(f"schema-test: {study.name}: {count} documents, {number} tables, {len(found + more)} faults")
    return 1 if found or more else 0


sys.exit(main())
