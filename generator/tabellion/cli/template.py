"""`tabellion template`: an empty workbook that helps to fill it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tabellion.cli.language import Lang, spoken
from tabellion.cli.shared_options import MISUSE, ProjectOption

UNKNOWN = {"fr": "« {name} » n'est pas une feuille du guide", "en": "`{name}` is not a sheet of a guide"}
NEAREST = {"fr": " ; vouliez-vous dire « {near} » ?", "en": "; did you mean `{near}`?"}
EXISTS = {"fr": "{path} existe déjà : --force le remplace", "en": "{path} already exists: --force replaces it"}
NOT_A_WORKBOOK = {"fr": "{path} : le nom doit finir par .xlsx", "en": "{path}: the name has to end in .xlsx"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(template)


def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write.", dir_okay=False)],
    sheet: Annotated[
        list[str] | None, typer.Option("--sheet", help="A sheet of the guide, instead of all. Repeatable.")
    ] = None,
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language of its headings and notes.")] = None,
    also: Annotated[
        list[Lang] | None, typer.Option("--also", help="A further language, with its columns. Repeatable.")
    ] = None,
    examples: Annotated[
        bool, typer.Option("--examples/--no-examples", help="A row of examples in each sheet, which is never read.")
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace the workbook if it is there.")] = False,
    project: ProjectOption = Path(),
) -> None:
    """Write an empty workbook: lists to choose from, a note on each heading, codes as text, a page that explains it."""
    from tabellion.files.moving import write_whole
    from tabellion.pipeline.templates import NoSuchSheetError, empty_workbook

    said = spoken(lang, project)
    refused = NOT_A_WORKBOOK if out.suffix.lower() != ".xlsx" else EXISTS if out.exists() and not force else None
    if refused is not None:
        typer.echo(refused[said].format(path=out), err=True)
        raise typer.Exit(MISUSE)
    try:
        content = empty_workbook(sheet or (), said, [item.value for item in also or ()], examples=examples)
    except NoSuchSheetError as fault:
        near = NEAREST[said].format(near=fault.near) if fault.near else ""
        typer.echo(UNKNOWN[said].format(name=fault.name) + near, err=True)
        raise typer.Exit(MISUSE) from None
    write_whole(out, content)
