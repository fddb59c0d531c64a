"""`tabellion map`: how a received file of another layout may be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.shared_options import MISUSE, Format, LangOption, ProjectOption, exit_code, tell_any

if TYPE_CHECKING:
    from tabellion.pipeline.received_file import Proposed
    from tabellion.tables.columns import Sheet
    from tabellion.tables.grid import Grid
    from tabellion.tables.mapping.proposal.proposed import Proposal

SHEETS = {"fr": "{sheets} → {target}", "en": "{sheets} → {target}"}
NO_TARGET = {"fr": "aucune feuille proche", "en": "no sheet is near"}
UNPLACED = {"fr": "  à placer : {names}", "en": "  to be placed: {names}"}
NOT_A_TABLE = {
    "fr": "sans ligne de titres, non repris : {names}",
    "en": "without a row of headings, not taken: {names}",
}
FIRST = {"fr": "{sheet}, à partir de {place} :", "en": "{sheet}, from {place} on:"}
WRITTEN = {
    "fr": "{path} écrit : corrigez-le, mettez-le avec {file} dans le dossier des sources, puis tabellion check",
    "en": "{path} written: correct it, put it with {file} into the folder of sources, then tabellion check",
}
EXISTS = {
    "fr": "{path} existe déjà : --out en nomme un autre, --force le remplace",
    "en": "{path} already exists: --out names another, --force replaces it",
}
UNKNOWN = {"fr": "« {name} » n'est pas une feuille", "en": "`{name}` is not a sheet"}
NEAREST = {"fr": " ; vouliez-vous dire « {near} » ?", "en": "; did you mean `{near}`?"}
SUFFIX = {"fr": "tables reçues", "en": "received tables"}
ROWS_SHOWN, TABLES_SHOWN, WIDEST = 5, 6, 28


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("map")(propose_mapping)


def propose_mapping(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A received workbook or text table.", exists=True, dir_okay=False)
    ],
    sheet: Annotated[
        list[str] | None, typer.Option("--sheet", help="A sheet of the file, instead of all. Repeatable.")
    ] = None,
    to: Annotated[str, typer.Option("--to", help="The sheet of the guide that it fills, by its name.")] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The workbook to write, instead of one beside the file.", dir_okay=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the workbook if it is there.")] = False,
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Propose how a received file of any layout is read: a workbook to be corrected, and its first rows."""
    from tabellion.diagnostics import Report
    from tabellion.files.moving import write_whole
    from tabellion.pipeline.received_file import UnknownSheetError, proposal_for, workbook_of
    from tabellion.tables.headings import nearest

    said = spoken(lang, project)
    report = Report()
    target = out or file.with_name(f"{file.stem} - {SUFFIX[said]}.xlsx")
    if target.exists() and not force:
        typer.echo(EXISTS[said].format(path=target), err=True)
        raise typer.Exit(MISUSE)
    try:
        found = proposal_for(file, sheet or (), to, said, report)
    except UnknownSheetError as fault:
        near = nearest(fault.name, fault.known)
        typer.echo(UNKNOWN[said].format(name=fault.name) + (NEAREST[said].format(near=near) if near else ""), err=True)
        raise typer.Exit(MISUSE) from None
    tell_any(report, Format.text, said, err=True)
    if report.failed:
        raise typer.Exit(exit_code(report))
    _tell(found, said)
    if not found.proposals:
        raise typer.Exit(1)
    write_whole(target, workbook_of(found.proposals, said))
    typer.echo(WRITTEN[said].format(path=target, file=file.name), err=True)


def _tell(found: Proposed, lang: str) -> None:
    for proposal in found.proposals:
        _tell_proposal(proposal, lang)
    taken = {id(grid) for proposal in found.proposals for grid in proposal.sheets}
    left = [grid.name for grid in found.grids if id(grid) not in taken]
    if left:
        typer.echo(NOT_A_TABLE[lang].format(names=", ".join(left)))
    for sheet, grid in found.made[:TABLES_SHOWN]:
        _tell_rows(sheet, grid, lang)


def _tell_proposal(proposal: Proposal, lang: str) -> None:
    from tabellion.tables.mapping.sheet import OF_ROWS, READINGS

    target = proposal.target.term[lang] if proposal.target is not None else NO_TARGET[lang]
    typer.echo(SHEETS[lang].format(sheets=", ".join(grid.name for grid in proposal.sheets), target=target))
    readings = {choice.value: choice.term[lang] for choice in READINGS}
    for row in proposal.rows:
        received = str(row.get("received", "")).replace("\n", " + ") or str(row.get("value", "?"))
        reading = readings.get(str(row.get("reading", "")), "")
        if "column" in row:
            typer.echo(f"  {received} → {row['column']}" + (f" ({reading})" if reading else ""))
        elif row.get("reading") in OF_ROWS - {"ignored"}:
            said = str(row.get("value", "")).replace("\n", ", ")
            typer.echo(f"  {received}: {reading}" + (f" ({said})" if said else ""))
    if proposal.unplaced:
        typer.echo(UNPLACED[lang].format(names=", ".join(item.name for item in proposal.unplaced)))


def _tell_rows(sheet: Sheet, grid: Grid, lang: str) -> None:
    """The first rows of a table as they would be read."""
    from tabellion.tables.mapping.targets import column_named

    top, *numbers = sorted(grid.rows)
    named = {place: column_named(str(cell.value), sheet) for place, cell in grid.rows[top].items() if place}
    lines = [[column[0].term[lang] + column[1].removeprefix(column[0].key) for column in named.values() if column]]
    for number in numbers[:ROWS_SHOWN]:
        cells = grid.rows[number]
        lines.append([_cut(cells[place].value if place in cells else "") for place in named])
    typer.echo("")
    typer.echo(FIRST[lang].format(sheet=sheet.term[lang], place=grid.place(numbers[0] if numbers else top)))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        typer.echo("  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cut(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"
