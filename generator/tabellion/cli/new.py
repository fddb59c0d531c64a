"""`tabellion new DIR`: a new project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tabellion.cli.shared_options import EverythingOption, Format, FormatOption, Lang, tell

DONE = {
    "fr": "{count} fichiers écrits dans {folder}. Ensuite : tabellion check --project {folder}",
    "en": "{count} files written to {folder}. Next: tabellion check --project {folder}",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(new)


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    format: FormatOption = Format.text,
    everything: EverythingOption = False,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the guide and of its tables.")] = Lang.fr,
) -> None:
    """Make a small working project, to be changed into yours."""
    from tabellion.diagnostics import Report
    from tabellion.pipeline.new_project.project import start

    report = Report()
    files = start(folder, lang.value, report)
    if report.failed or format is not Format.text:
        tell(report, format, lang.value, everything=everything)
    if report.failed:
        raise typer.Exit(2)
    typer.echo(DONE[lang.value].format(count=len(files), folder=folder), err=format is not Format.text)
