"""Options that several commands have, and the way findings leave the program."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.colours import coloured, has_colours
from tabellion.cli.language import Lang

if TYPE_CHECKING:
    from tabellion.diagnostics import Report


class Format(StrEnum):
    """A shape of findings."""

    text = "text"
    json = "json"
    csv = "csv"
    sarif = "sarif"


ProjectOption = Annotated[Path, typer.Option("--project", help="Folder of the project.", file_okay=False, exists=True)]
LangOption = Annotated[
    Lang | None, typer.Option("--lang", help="Language of messages; by default the guide's, else yours.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="Shape of the findings.")]


def tell(report: Report, format: Format, lang: str) -> None:
    """Write the findings: text for people, with a clean report on one line; other shapes always in full."""
    from tabellion.diagnostics.render import render

    text = render(report, format.value, lang)
    typer.echo(coloured(text) if format is Format.text and has_colours() else text, nl=False)
