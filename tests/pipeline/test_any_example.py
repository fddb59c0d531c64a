"""Examples of any shape: read or reported, never an exception."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import REGISTRY
from tabellion.pipeline.building import build, check
from tabellion.pipeline.project import Project

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 3)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "a", "Patient/a", "\b"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["resourceType", "resource", "coding", "url", "id", "value"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
NAMES = (
    "meta",
    "text",
    "language",
    "entry",
    "contained",
    "identifier",
    "name",
    "birthDate",
    "extension",
    "_gender",
    "link",
)
CONTENTS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4)


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(REGISTRY / "sources", Path(folder) / "sources")
        yield Project(Path(folder))


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(["Patient", "Bundle", "Basic", "Foo", ""]), CONTENTS)
def test_a_file_of_any_shape(project: Project, resource_type: str, content: dict[str, object]) -> None:
    """A JSON file that is no proper resource has findings, and nothing is written."""
    text = json.dumps({"resourceType": resource_type, **content})
    (project.sources / "examples" / "envoi-exemple.json").write_text(text, encoding="utf-8", newline="\n")
    result = build(project, site=False)
    assert result.report.failed == (result.written is None)


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(
        ["Patient.meta", "Patient.name", "Patient.name.given", "Patient.identifier:registre", "Patient.gender"]
    ),
    VALUES,
)
def test_a_value_of_any_shape(project: Project, path: str, value: object) -> None:
    """JSON in the cell of a value is put into the example or reported."""
    cell = json.dumps(value).replace('"', '""')
    rows = f'Exemple;Chemin;Valeur\npatiente-exemple;{path};"{cell}"\npatient-sexe-inconnu;Patient.gender;unknown\n'
    (project.sources / "Valeurs d'exemple.csv").write_text(rows, encoding="utf-8", newline="\n")
    check(project)
