"""Options that several commands have, and the way findings leave the program."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.language import Lang

if TYPE_CHECKING:
    from tabellion.diagnostics import Report


class Format(StrEnum):
    """A shape of findings."""

    text = "text"
    json = "json"
    csv = "csv"
    sarif = "sarif"
    outcome = "outcome"


AUTHOR, MISUSE, MACHINE, PROGRAM = 1, 2, 3, 4
"""The exit codes beside 0: whose fault it is."""
EXIT_CODES = (
    "Exit codes: 0 no error; 1 an error in the tables, pages or resources given; 2 wrong use of the command; "
    "3 the machine (disk, network, missing program); 4 a fault of Tabellion itself; 130 stopped by Ctrl+C."
)

ProjectOption = Annotated[Path, typer.Option("--project", help="Folder of the project.", file_okay=False, exists=True)]
LangOption = Annotated[
    Lang | None, typer.Option("--lang", help="Language of messages; by default the guide's, else yours.")
]
FormatOption = Annotated[
    Format, typer.Option("--format", help="Shape of the findings; outcome is FHIR's OperationOutcome.")
]
FhirVersionOption = Annotated[
    str, typer.Option("--fhir-version", help="Version of FHIR whose core package is found, where none is given.")
]
EverythingOption = Annotated[
    bool, typer.Option("--all", help="In text, every finding, not only the first 20 of each rule.")
]


def tell(
    report: Report,
    format: Format,
    lang: str,
    *,
    everything: bool = False,
    err: bool = False,
    project: Path = Path(),
) -> None:
    """Write the findings: text for people, with a clean report on one line; other shapes always in full.

    Their files are those of a `project` or of the current folder, and shown as they open from there; in SARIF from the
    root of the repository and with lines, as a forge needs them.
    """
    from tabellion.cli.console.colours import coloured, has_colours
    from tabellion.cli.console.shown_paths import address_of, repository_of, with_lines, with_paths
    from tabellion.diagnostics import Report
    from tabellion.diagnostics.render import render

    start = repository_of(project) if format is Format.sarif else Path()
    shown_at = with_paths(report, (project / "sources", project, Path()), start)
    found = Report(with_lines(shown_at, start) if format is Format.sarif else shown_at)
    text = render(found, format.value, lang, everything=everything, root=address_of(start))
    shown = coloured(text) if format is Format.text and has_colours(sys.stderr if err else sys.stdout) else text
    typer.echo(shown, nl=False, err=err)


def tell_any(
    report: Report,
    format: Format,
    lang: str,
    *,
    everything: bool = False,
    err: bool = False,
    project: Path = Path(),
) -> None:
    """Write the findings where there are some; in the shapes that programs read, also that there are none."""
    if len(report) or format is not Format.text:
        tell(report, format, lang, everything=everything, err=err, project=project)


def exit_code(report: Report, *, of_others: int = AUTHOR) -> int:
    """0 without an error, `MACHINE` where nothing but the machine is at fault, else `of_others`."""
    errors = [found.rule for found in report if found.severity == "error"]
    if not errors:
        return 0
    return MACHINE if all(rule.machine for rule in errors) else of_others
