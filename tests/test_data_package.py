"""Can another program read every table of a report from its description alone?"""

import csv
import hashlib
import io
import json

import pytest

from analysis import schema
from analysis.corpus.places import data_folder
from analysis.evidence.study import open_study
from analysis.report.data_package import data_package


@pytest.fixture(scope="module", params=["iraq-2004-2008", "orrenmouth"])
def study(request):
    return open_study(data_folder() / "corpora" / request.param)


def test_the_description_holds_for_every_file(study):
    files = data_package(study)
    package = json.loads(files["datapackage.json"])
    assert {resource["path"] for resource in package["resources"]} == {name for name in files if name.endswith(".csv")}
    for resource in package["resources"]:
        content = files[resource["path"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert list(rows[0] if rows else names) == names
        assert all(field["description"] for field in resource["schema"]["fields"])
        key = resource["schema"]["primaryKey"]
        assert len({tuple(row[name] for name in key) for row in rows}) == len(rows) or resource["name"] == "decisions"
        for field in resource["schema"]["fields"]:
            cells = {row[field["name"]] for row in rows} - {""}
            if field["type"] == "integer":
                assert all(cell.lstrip("-").isdigit() for cell in cells), field
            if field["type"] == "boolean":
                assert cells <= {"true", "false"}


def test_the_crate_names_every_file_and_the_texts_are_not_in_it(study):
    files = data_package(study)
    graph = {node["@id"]: node for node in json.loads(files["ro-crate-metadata.json"])["@graph"]}
    assert {part["@id"] for part in graph["./"]["hasPart"]} == set(files) - {"ro-crate-metadata.json"}
    for name in set(files) - {"ro-crate-metadata.json"}:
        assert graph[name]["sha256"] == hashlib.sha256(files[name]).hexdigest()
    long = study.corpus.articles["text"][0][200:600]
    assert not any(long in content.decode() for content in files.values())


def test_twice_the_same_and_as_many_rows_as_the_study_has(study):
    files = data_package(study)
    assert files == data_package(study)
    for table, frame in ((schema.LABELS, study.labels), (schema.TOLLS, study.tolls)):
        assert len(list(csv.reader(io.StringIO(files[f"{table.name}.csv"].decode())))) == frame.height + 1
