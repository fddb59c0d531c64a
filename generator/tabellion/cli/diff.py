"""`tabellion diff`: two deliveries of one institution, cell by cell."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.shared_options import Format, LangOption, ProjectOption, exit_code, tell_any

if TYPE_CHECKING:
    from tabellion.tables.comparison import DeliveryDifference

SAYS = {
    "sheet-added": {"fr": "+ feuille {sheet}", "en": "+ sheet {sheet}"},
    "sheet-removed": {"fr": "- feuille {sheet}", "en": "- sheet {sheet}"},
    "column-added": {
        "fr": "+ {sheet} › colonne « {heading} » ({new_cell})",
        "en": "+ {sheet} › column `{heading}` ({new_cell})",
    },
    "column-removed": {
        "fr": "- {sheet} › colonne « {heading} » ({old_cell})",
        "en": "- {sheet} › column `{heading}` ({old_cell})",
    },
    "row-added": {"fr": "+ {sheet} › {key} (ligne {new_row})", "en": "+ {sheet} › {key} (row {new_row})"},
    "row-removed": {"fr": "- {sheet} › {key} (ligne {old_row})", "en": "- {sheet} › {key} (row {old_row})"},
    "changed": {
        "fr": "~ {sheet} › {key} › {heading} : « {old} » → « {new} » ({old_cell} → {new_cell})",
        "en": "~ {sheet} › {key} › {heading}: `{old}` → `{new}` ({old_cell} → {new_cell})",
    },
}
SAME = {"fr": "aucune différence", "en": "no difference"}
COLUMNS = ("change", "sheet", "key", "heading", "old", "new", "old_cell", "new_cell")


class DiffFormat(StrEnum):
    """A shape of differences."""

    text = "text"
    csv = "csv"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(diff)


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The delivery before.", exists=True, dir_okay=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The delivery after.", exists=True, dir_okay=False)],
    format: Annotated[DiffFormat, typer.Option("--format", help="Shape of the differences.")] = DiffFormat.text,
    project: ProjectOption = Path(),
    lang: LangOption = None,
) -> None:
    """Compare two deliveries by key, cell by cell, in whatever layout they come; write nothing."""
    from tabellion.diagnostics import Report
    from tabellion.pipeline.deliveries import compare_deliveries

    said = spoken(lang, project)
    report = Report()
    found = compare_deliveries(old, new, report)
    tell_any(report, Format.text, said, err=True)
    if report.failed:
        raise typer.Exit(exit_code(report))
    if format is DiffFormat.text:
        typer.echo("\n".join(_line(item, said) for item in found) or SAME[said])
    elif format is DiffFormat.json:
        import json

        typer.echo(json.dumps([_values(item) for item in found], ensure_ascii=False, indent=2))
    else:
        import csv
        import io

        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(_values(item) for item in found)
        typer.echo(out.getvalue(), nl=False)


def _values(item: DeliveryDifference) -> dict[str, str]:
    return {
        **{name: str(getattr(item, name)) for name in COLUMNS[:6]},
        "old_cell": item.old_place.cell,
        "new_cell": item.new_place.cell,
    }


def _line(item: DeliveryDifference, lang: str) -> str:
    from tabellion.diagnostics.model import in_a_line

    values = {name: in_a_line(text, 80) for name, text in _values(item).items()}
    rows = {"old_row": str(item.old_place.row), "new_row": str(item.new_place.row)}
    return SAYS[item.change][lang].format(**values, **rows)
