"""`tabellion doctor`: what the machine and the project have, and the command that brings what is missing."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import typer

from tabellion.cli.language import spoken
from tabellion.cli.shared_options import EXIT_CODES, MACHINE, LangOption, ProjectOption

WORDS = {
    "fr": {"missing": "MANQUE", "optional": "absent", "colon": " : ", "well": "rien ne manque", "ill": "il manque {}"},
    "en": {
        "missing": "MISSING",
        "optional": "absent",
        "colon": ": ",
        "well": "nothing is missing",
        "ill": "missing: {}",
    },
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXIT_CODES)(doctor)


def doctor(project: ProjectOption = Path(), lang: LangOption = None) -> None:
    """Report what is installed, found and missing, with the command that fixes it; fetch and write nothing."""
    from tabellion.pipeline.doctor import examine
    from tabellion.pipeline.project import Project

    said = spoken(lang, project)
    words = WORDS[said]
    items = list(examine(Project(project)))
    width = max(len(item.name) for item in items)
    for group, listed in groupby(items, key=lambda item: item.group):
        typer.echo(group[said])
        for item in listed:
            state = item.found or words["optional" if item.optional else "missing"]
            remedy = f"{words['colon']}{item.remedy[said]}" if item.remedy is not None and not item.found else ""
            typer.echo(f"  {item.name:<{width}}  {state}{remedy}")
    missing = [item.name for item in items if item.is_missing]
    typer.echo(words["ill"].format(", ".join(missing)) if missing else words["well"])
    raise typer.Exit(MACHINE if missing else 0)
