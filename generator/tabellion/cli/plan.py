"""`tabellion plan`: what a build would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.progress import tell_fetches
from tabellion.cli.shared_options import Format, LangOption, ProjectOption, exit_code, tell_any

if TYPE_CHECKING:
    from tabellion.pipeline.plan import PlannedChange

SAYS = {
    "added": {"fr": "+ {file}{cells}", "en": "+ {file}{cells}"},
    "removed": {"fr": "- {file}", "en": "- {file}"},
    "changed": {
        "fr": "~ {file} › {element} : « {old} » → « {new} »{cells}",
        "en": "~ {file} › {element}: `{old}` → `{new}`{cells}",
    },
}
NOTHING = {"fr": "rien ne changerait dans output/", "en": "nothing would change in output/"}
LONGEST = 100


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(plan)


def plan(
    project: ProjectOption = Path(),
    json: Annotated[bool, typer.Option("--json", help="The changes as JSON.")] = False,
    lang: LangOption = None,
) -> None:
    """List what a build would change, by element and by cell; write nothing."""
    from tabellion.pipeline.plan import plan as planned
    from tabellion.pipeline.project import Project

    said = spoken(lang, project)
    tell_fetches(said)
    found = planned(Project(project))
    if found.report.failed:
        tell_any(found.report, Format.text, said, err=True, project=project)
        raise typer.Exit(exit_code(found.report))
    if json:
        from json import dumps

        typer.echo(dumps([_values(change) for change in found.changes], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_line(change, said) for change in found.changes) or NOTHING[said])


def _values(change: PlannedChange) -> dict[str, object]:
    named = {name: getattr(change, name) for name in ("change", "file", "element", "old", "new")}
    return named | {"cells": [str(place) for place in change.cells]}


def _line(change: PlannedChange, lang: str) -> str:
    from tabellion.diagnostics.model import in_a_line

    cells = f" ({', '.join(map(str, change.cells))})" if change.cells else ""
    old, new = in_a_line(change.old, LONGEST), in_a_line(change.new, LONGEST)
    return SAYS[change.change][lang].format(file=change.file, element=change.element, old=old, new=new, cells=cells)
