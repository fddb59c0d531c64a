"""`tabellion conflicts`: where two institutions say two things."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.progress import progressing, tell_fetches
from tabellion.cli.shared_options import AUTHOR, EXIT_CODES, Format, LangOption, ProjectOption, exit_code, tell_any

INCOMPLETE = {
    "fr": "Les sources ont des erreurs, que « tabellion check » donne : ce qui ne se lit pas n'est pas comparé.",
    "en": "The sources have errors, which `tabellion check` gives: what does not read is not compared.",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXIT_CODES)(conflicts)


def conflicts(
    project: ProjectOption = Path(),
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.xlsx", help="Write them as a workbook too.", dir_okay=False)
    ] = None,
    lang: LangOption = None,
) -> None:
    """List where two institutions say two things: conflicts, proposals, changes, and what was decided."""
    from tabellion.files.moving import write_whole
    from tabellion.pipeline.building import check
    from tabellion.pipeline.conflicts import as_text, as_workbook
    from tabellion.pipeline.project import Project

    said = spoken(lang, project)
    tell_fetches(said)
    with progressing("reading", project, said):
        result = check(Project(project))
    if result.edition is None:
        tell_any(result.report, Format.text, said, err=True, project=project)
        raise typer.Exit(exit_code(result.report))
    found = result.edition.differences
    typer.echo(as_text(found, said), nl=False)
    if out is not None:
        write_whole(out, as_workbook(found, said))
    undecided = any(item.state in ("conflict", "lapsed", "disappeared") for item in found)
    if result.report.failed and not undecided:
        typer.echo(INCOMPLETE[said], err=True)
    if undecided:
        raise typer.Exit(AUTHOR)
