"""`tabellion paths` and `tabellion codes`: what to write in a cell, found by everyday words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.progress import progressing, tell_fetches
from tabellion.cli.shared_options import LangOption, ProjectOption

if TYPE_CHECKING:
    from tabellion.fhir.definitions import Definitions

UNKNOWN = {
    "fr": "« {name} » n'est ni une ressource, ni un type, ni un profil",
    "en": "`{name}` is neither a resource, nor a type, nor a profile",
}
NEAREST = {"fr": " ; vouliez-vous dire « {near} » ?", "en": "; did you mean `{near}`?"}
NOTHING = {"fr": "rien ne correspond à « {text} »", "en": "nothing matches `{text}`"}
MORE = {"fr": "… et {count} de plus : --most {all} pour les voir", "en": "… and {count} more: --most {all} to see them"}
VALUE_SET = {"fr": "(jeu de valeurs)", "en": "(value set)"}
TYPES_WIDTH = 44

MostOption = Annotated[int, typer.Option("--most", min=1, help="How many to show at most.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(paths)
    app.command()(codes)


def paths(
    name: Annotated[
        str, typer.Argument(metavar="TYPE", help="A resource, a data type, or the id or address of a profile.")
    ],
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT...", help="Words to look for, in French or English; without them, all elements."),
    ] = None,
    most: MostOption = 20,
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Find an element by everyday words: its path, cardinality, types and what it is."""
    from tabellion.pipeline.lookup.paths import find_elements, names_of, structure_named
    from tabellion.tables.headings import nearest

    said = spoken(lang, project)
    definitions = _definitions(project, said)
    structure = structure_named(name, definitions)
    if structure is None:
        near = nearest(name, names_of(definitions))
        typer.echo(UNKNOWN[said].format(name=name) + (NEAREST[said].format(near=near) if near else ""), err=True)
        raise typer.Exit(2)
    question = " ".join(text or ())
    found = find_elements(structure, question, definitions)
    rows = [(item.path, item.cardinality, _cut(item.types), item.short) for item in found]
    _tell(rows, question, most if question else len(rows), said)


def codes(
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT...", help="Words to look for, in French or English, or a code.")
    ],
    most: MostOption = 20,
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Find a code or a value set by everyday words, in the guide and its packages."""
    from tabellion.pipeline.lookup.codes import find_codes

    said = spoken(lang, project)
    question = " ".join(text)
    found = find_codes(question, _definitions(project, said))
    _tell([(item.code or VALUE_SET[said], item.label, item.system) for item in found], question, most, said)


def _definitions(project: Path, lang: str) -> Definitions:
    from tabellion.diagnostics import Report
    from tabellion.diagnostics.render import render
    from tabellion.pipeline.lookup.definitions import definitions_at
    from tabellion.pipeline.project import Project

    tell_fetches(lang)
    report = Report()
    with progressing("looking", project, lang):
        definitions = definitions_at(Project(project), report)
    if definitions is None:
        typer.echo(render(report, "text", lang), nl=False, err=True)
        raise typer.Exit(2)
    return definitions


def _cut(text: str) -> str:
    return text if len(text) <= TYPES_WIDTH else text[: TYPES_WIDTH - 1] + "…"


def _tell(rows: Sequence[tuple[str, ...]], question: str, most: int, lang: str) -> None:
    """The rows as a table, the last column as long as it is."""
    if not rows:
        typer.echo(NOTHING[lang].format(text=question), err=True)
        raise typer.Exit(1)
    shown = rows[:most]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        typer.echo("  ".join([*cells, row[-1]]).rstrip())
    if len(rows) > most:
        typer.echo(MORE[lang].format(count=len(rows) - most, all=len(rows)), err=True)
