"""`tabellion review open`, `extend`, `verify` and `publish`: the review as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.review.shared import AtOption, ByOption, ReasonOption, ReviewOption, acting, chosen, when, who
from tabellion.cli.shared_options import Format, LangOption, ProjectOption, exit_code, tell_any

OPENED = {
    "fr": "{id} : l'édition {version} est figée dans {folder} ({count} fichiers) ; la grille : tabellion review grid",
    "en": "{id}: the edition {version} is frozen in {folder} ({count} files); the grid: tabellion review grid",
}
EXTENDED = {"fr": "{id} : clôture portée au {closes}", "en": "{id}: now closes {closes}"}
UNALTERED = {"fr": "{id} : l'édition figée est intacte", "en": "{id}: the frozen edition is as it was"}
ALTERED = {"fr": "modifié depuis l'ouverture : {name}", "en": "altered since the opening: {name}"}
PUBLISHED = {
    "fr": "{id} : {count} réponses publiées ; « tabellion build » les met sur les pages",
    "en": "{id}: {count} answers published; `tabellion build` puts them on the pages",
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("open")(open_)
    app.command()(extend)
    app.command()(verify)
    app.command()(publish)


def open_(
    review: Annotated[str, typer.Argument(metavar="ID", help="The review, as the sheet Public review names it.")],
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Build the edition and freeze it: artifacts, pages and package, with their checksums."""
    from tabellion.diagnostics import Report
    from tabellion.pipeline.project import Project
    from tabellion.pipeline.public_review.opening import open_review

    said, report = spoken(lang, project), Report()
    found = open_review(Project(project), review, report, by=who(by), at=when(at))
    tell_any(report, Format.text, said, project=project)
    if found is None:
        raise typer.Exit(exit_code(report))
    count = len(found.files)
    typer.echo(OPENED[said].format(id=found.id, version=found.version, folder=found.folder, count=count), err=True)


def extend(
    closes: Annotated[str, typer.Option("--closes", help="The new closing, with its zone: 2026-05-31T23:59+02:00.")],
    reason: ReasonOption,
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Extend a review; both dates and the reason are shown."""
    said = spoken(lang, project)
    found, wanted = chosen(project, review, said), when(closes, "--closes")
    with acting(project, found.id, by, at, said) as desk:
        desk.extend(found.closes, wanted, reason)
    typer.echo(EXTENDED[said].format(id=found.id, closes=wanted.isoformat()), err=True)


def verify(review: ReviewOption = "", project: ProjectOption = Path(), lang: LangOption = None) -> None:
    """Check that the frozen edition is what it was at the opening."""
    said = spoken(lang, project)
    found = chosen(project, review, said)
    altered = found.altered()
    for name in altered:
        typer.echo(ALTERED[said].format(name=name))
    if altered:
        raise typer.Exit(1)
    typer.echo(UNALTERED[said].format(id=found.id), err=True)


def publish(
    review: ReviewOption = "",
    by: ByOption = "",
    at: AtOption = "",
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Publish the answers; refused while the review is open or a comment has none."""
    from tabellion.review.register.register import Register

    said = spoken(lang, project)
    found = chosen(project, review, said)
    with acting(project, found.id, by, at, said) as desk:
        desk.publish(found.closes)
    count = len(Register(found.folder).comments)
    typer.echo(PUBLISHED[said].format(id=found.id, count=count), err=True)
