"""Examples, from rows of paths and values or from JSON files of the sources."""

from __future__ import annotations

from collections.abc import Iterable

from tabellion.artifacts.example.from_file import from_file, with_profiles
from tabellion.artifacts.example.from_rows import from_rows
from tabellion.artifacts.example.imported_examples import example_rows
from tabellion.artifacts.example.labels import Labels
from tabellion.artifacts.example.sheets.examples import EXAMPLES
from tabellion.artifacts.example.sheets.values import VALUES
from tabellion.artifacts.example.structures import structures_of
from tabellion.artifacts.kind import ANY_RESOURCE, Kind, Shown
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Term, rule
from tabellion.guide.artifact import Artifact
from tabellion.tables.table import Row

EXAMPLE_WITHOUT_CONTENT = rule(
    "EX001",
    "example-without-content",
    "error",
    "required",
    fr="l'exemple n'a ni fichier JSON, ni valeurs",
    en="the example has neither a JSON file nor values",
    help_fr="nommez un fichier, ou ajoutez des lignes à « Valeurs d'exemple »",
    help_en="name a file, or add rows to `Example values`",
)

REFUSED_EXAMPLE_WITHOUT_FAULT = rule(
    "EX006",
    "refused-example-without-fault",
    "error",
    "required",
    fr="l'exemple est refusé, mais n'indique pas pour quelle erreur",
    en="the example is refused, but does not state for which error",
    help_fr="nommez dans « Erreur attendue » l'invariant ou la règle qu'il enfreint",
    help_en="name in `Expected error` the invariant or rule that it breaks",
)

EXAMPLE_FROM_ROWS_AND_FILE = rule(
    "EX007",
    "example-from-rows-and-file",
    "error",
    "business-rule",
    fr="l'exemple vient d'un fichier et de lignes",
    en="the example comes from a file and from rows",
    help_fr="gardez l'un des deux",
    help_en="keep one of the two",
)


def check(workspace: Workspace) -> None:
    """A refused example says why."""
    for row in workspace.rows("examples"):
        if row["expected"] == "refused" and row.is_empty("fault"):
            workspace.report.add(REFUSED_EXAMPLE_WITHOUT_FAULT, row.at("fault"), value=row["id"])


def fhir(workspace: Workspace) -> Iterable[Artifact]:
    """Every example, ordered by id."""
    values: dict[str, list[Row]] = {}
    for value in workspace.rows("example-values"):
        if value["example"]:
            values.setdefault(value["example"], []).append(value)
    labels = Labels(workspace)
    for example_id, row in sorted(workspace.by_id("examples").items()):
        rows = values.get(example_id, [])
        if row["file"] and rows:
            workspace.report.add(EXAMPLE_FROM_ROWS_AND_FILE, row.at("file"), value=row["file"])
        elif row["file"]:
            made = from_file(row, workspace)
            structures = structures_of(row, workspace)
            if made is not None and structures is not None:
                yield Artifact("example", with_profiles(made, structures), row)
        elif rows:
            artifact = from_rows(row, rows, labels, workspace)
            if artifact is not None:
                yield artifact
        elif row.is_empty("file") and workspace.faults.is_whole("example-values", "example"):
            workspace.report.add(EXAMPLE_WITHOUT_CONTENT, row.place, value=example_id)


KIND = Kind(
    "example",
    90,
    (EXAMPLES, VALUES),
    Shown(
        order=80,
        folder=Term("exemples", "examples"),
        singular=Term("Exemple", "Example"),
        plural=Term("Exemples", "Examples"),
    ),
    resource_type=ANY_RESOURCE,
    instances=True,
    check=check,
    fhir=fhir,
    rows_of=example_rows,
)
