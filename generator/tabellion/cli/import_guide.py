"""`tabellion import PACKAGE DIR`: workbooks made of an existing guide."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tabellion.cli.language import Lang, of_user
from tabellion.cli.progress import progressing, tell_fetches
from tabellion.cli.shared_options import EverythingOption, Format, FormatOption, LangOption, exit_code, tell_any

DONE = {
    "fr": "{rows} lignes de {sheets} feuilles, {files} fichiers écrits dans {folder}. {state}",
    "en": "{rows} rows of {sheets} sheets, {files} files written to {folder}. {state}",
}
CLEAN = {"fr": "Les tables n'ont aucune erreur.", "en": "The tables have no error."}
FAULTY = {
    "fr": "Erreurs à corriger dans les tables : {errors} (tabellion check).",
    "en": "Errors to fix in the tables: {errors} (tabellion check).",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_)


def import_(
    package: Annotated[str, typer.Argument(metavar="FILE|name@version", help="A .tgz file, a folder, or a name.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    guide_lang: Annotated[
        Lang | None, typer.Option("--guide-lang", help="Language of the guide's texts, where its resources do not say.")
    ] = None,
    packages: Annotated[
        list[str] | None,
        typer.Option("--package", help="A package that it depends on, for the project's folder. Repeatable."),
    ] = None,
    format: FormatOption = Format.text,
    everything: EverythingOption = False,
    lang: LangOption = None,
) -> None:
    """Make a project of a published guide: its package as workbooks, and a list of what these cannot say."""
    from tabellion.diagnostics import Report
    from tabellion.fhir.adding import open_named
    from tabellion.pipeline.guide_import.importing import import_guide

    said = lang.value if lang is not None else of_user()
    tell_fetches(said)
    report = Report()
    with progressing("import", Path(), said):
        found = open_named(package, report)
        needed = [open_named(name, report) for name in packages or ()]
        imported = None
        if found is not None and not report.failed:
            given = guide_lang.value if guide_lang is not None else None
            imported = import_guide(found, folder, report, given, [item for item in needed if item is not None])
    tell_any(report, format, said, everything=everything, err=True)
    if imported is None:
        raise typer.Exit(exit_code(report))
    state = FAULTY[said].format(errors=imported.errors) if imported.errors else CLEAN[said]
    rows, sheets = sum(imported.rows.values()), len(imported.rows)
    done = DONE[said].format(rows=rows, sheets=sheets, files=len(imported.files), folder=folder, state=state)
    typer.echo(done, err=format is not Format.text)
