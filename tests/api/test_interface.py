"""The public interface: light to import, typed, told on one page, and the only one that documentation uses."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import json
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas
import pytest

import tabellion

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
REGISTRY = ROOT / "tests" / "guides" / "registry"
NOTEBOOK = json.loads((DOCS / "frames.ipynb").read_text(encoding="utf-8"))
# how the program is made and added to is told with its own modules
OF_THE_HOUSE = {"adding-a-kind.md", "adding-a-diagnostic.md", "pages.md", "architecture.md"}


def test_importing_loads_nothing_else() -> None:
    """`import tabellion` brings the version and no library."""
    told = (
        "import sys, typing, importlib; before = set(sys.modules); import tabellion; "
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ["__future__", "tabellion", "tabellion.version"] == sorted({"__future__", *done.stdout.split()})


def test_a_check_without_large_tables_loads_no_pandas() -> None:
    """A small guide does not wait for pandas, calamine or fhir.resources."""
    told = (
        "import sys, tabellion; tabellion.check_project(sys.argv[1]); "
        "print(*{'pandas', 'python_calamine', 'fhir.resources', 'pydantic'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", told, str(REGISTRY)]
    assert "" == subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("name", [name for name in tabellion.__all__ if name != "__version__"])
def test_everything_public_is_documented(name: str) -> None:
    """Each name is there, and says what it does; calls have the types of what they take and give."""
    made = getattr(tabellion, name)
    assert len(inspect.getdoc(made) or "") > 30
    assert not (inspect.getdoc(made) or "").startswith(f"{name}(")
    if inspect.isfunction(made):
        signature = inspect.signature(made)
        assert inspect.Signature.empty is not signature.return_annotation
        assert all(inspect.Parameter.empty is not item.annotation for item in signature.parameters.values())


def test_what_is_not_public_is_not_there() -> None:
    """Any other name is an `AttributeError`, so that `hasattr` and mistyped imports say so."""
    with pytest.raises(AttributeError, match="check_projet"):
        tabellion.check_projet  # noqa: B018
    assert sorted(tabellion.__all__) == dir(tabellion)


def test_the_page_is_current() -> None:
    """`docs/api.md` is what `python docs/api.py` writes."""
    spec = importlib.util.spec_from_file_location("api", DOCS / "api.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.page() == (DOCS / "api.md").read_text(encoding="utf-8")


def _examples() -> list[tuple[str, str]]:
    pages = [ROOT / "README.md", *(path for path in sorted(DOCS.glob("*.md")) if path.name not in OF_THE_HOUSE)]
    found = [
        (path.name, re.sub(r"(?m)^(>>> |\.\.\. )", "", block))
        for path in pages
        for block in re.findall(r"^```python\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S)
    ]
    cells = ["".join(cell["source"]) for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
    return [*found, *(("frames.ipynb", cell) for cell in cells)]


def test_documentation_imports_from_the_interface_alone() -> None:
    """What an example imports of the program is one of the public names."""
    imports = [
        (page, line) for page, text in _examples() for line in re.findall(r"(?m)^(?:from|import) tabellion.*$", text)
    ]
    assert len(imports) > 3
    for page, line in imports:
        tree = ast.parse(line).body[0]
        names = [alias.name for alias in tree.names] if isinstance(tree, ast.ImportFrom | ast.Import) else []
        allowed = ["tabellion"] if isinstance(tree, ast.Import) else tabellion.__all__
        assert set(names) <= set(allowed), f"{page}: {line}"
        assert not isinstance(tree, ast.ImportFrom) or tree.module == "tabellion", f"{page}: {line}"


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cells run one after the other, find what they say they find, and are kept without results."""
    pytest.importorskip("fhir.resources")
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    for cell in NOTEBOOK["cells"]:
        if cell["cell_type"] == "code":
            assert ([], None) == (cell["outputs"], cell["execution_count"])
            exec("".join(cell["source"]), names)
    assert ["VS004", "VS003", "TB012"] == names["findings"]["code"].tolist()
    assert "female" == names["patient"].gender


def _results() -> dict[str, Any]:
    result = tabellion.check_project(REGISTRY, frames={"Concepts": pandas.DataFrame({"Code": ["\n"]})})
    clean = tabellion.check_project(REGISTRY)
    assert clean.edition is not None
    profile = clean.edition.by_reference["StructureDefinition/registre-patient"]
    validator = tabellion.load_validator()
    found = {
        "result": result,
        "clean": clean,
        "edition": clean.edition,
        "report": result.report,
        "finding": next(iter(result.report)),
        "artifact": profile,
        "table": clean.edition.tables["concepts"],
        "row": clean.edition.rows("concepts")[0],
        "findings": validator.validate({"resourceType": "Patient", "gender": "hidden"}),
        "validator": validator,
        "snapshot": tabellion.make_snapshot(profile.resource),
        "definitions": tabellion.load_definitions(),
        "snapshots": clean.edition.snapshots,
    }
    return found | {"finding of a message": next(iter(found["findings"]))}


def test_results_show_in_a_line_and_can_be_kept() -> None:
    """In a notebook a result is one line, whatever it holds; pickled and read back it says the same."""
    found = _results()
    for name, item in found.items():
        assert "\n" not in repr(item)
        assert len(repr(item)) < 400, name
    kept = {name: item for name, item in found.items() if name != "validator"}
    again = pickle.loads(pickle.dumps(kept))
    assert {name: repr(item) for name, item in kept.items()} == {name: repr(item) for name, item in again.items()}
    edition = again["edition"]
    assert [item.resource for item in found["edition"].artifacts] == [item.resource for item in edition.artifacts]
    assert edition.snapshots.elements_of("Patient") == found["edition"].snapshots.elements_of("Patient")
    assert edition.definitions.get("http://hl7.org/fhir/StructureDefinition/Patient") is not None
    assert list(again["report"]) == list(found["report"])


def test_what_cannot_be_loaded_says_why(tmp_path: Path) -> None:
    """A path without a package and a project without a built guide are errors of the call."""
    with pytest.raises(ValueError, match="no FHIR package"):
        tabellion.load_definitions([tmp_path / "nothing.tgz"])
    with pytest.raises(ValueError, match="no built guide"):
        tabellion.load_validator(project=tmp_path)


def test_an_artifact_is_the_json_that_a_build_writes() -> None:
    """One call gives the bytes of its file; refused examples stand apart."""
    edition = tabellion.check_project(REGISTRY).edition
    assert edition is not None
    for artifact in edition.artifacts:
        assert json.loads(artifact.json())["id"] == artifact.id
        assert artifact.json().endswith("}\n")
    refused = {artifact.id for artifact in edition.artifacts if artifact.is_refused}
    assert refused == {row["id"] for row in edition.rows("examples") if row["expected"] == "refused"}


@pytest.mark.parametrize(
    ("resource", "valid", "codes"),
    [
        ({"resourceType": "Basic", "code": {"text": "x"}}, True, []),
        ('{"resourceType": "Patient", "gender": "f"}', False, ["TX001"]),
        (b'<Patient xmlns="http://hl7.org/fhir"><gendr value="male"/></Patient>', False, ["FR014"]),
    ],
)
def test_one_resource_is_validated_in_one_call(resource: Any, valid: bool, codes: list[str]) -> None:
    """A dict, JSON or XML; the report says whether it holds, in either language."""
    report = tabellion.validate(resource)
    assert valid is report.valid
    assert codes == report.codes("error")
    assert len(report) == len(report.frame("fr"))
