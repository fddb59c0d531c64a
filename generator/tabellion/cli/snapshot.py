"""`tabellion snapshot`: snapshots of StructureDefinitions, for any author who has a differential."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.progress import progressing, tell_fetches
from tabellion.cli.shared_options import (
    AUTHOR,
    EverythingOption,
    FhirVersionOption,
    Format,
    FormatOption,
    LangOption,
    exit_code,
    tell,
)
from tabellion.guide.defaults import DEFAULT_FHIR_VERSION

if TYPE_CHECKING:
    from tabellion.diagnostics import Report
    from tabellion.fhir.packages import Package

PROJECT_PACKAGES = Path("packages")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(snapshot)


def snapshot(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE...", help="StructureDefinitions, JSON or XML, in any order.", exists=True, dir_okay=False
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder that gets <id>.json for each.", file_okay=False)
    ] = None,
    packages: Annotated[
        list[Path] | None,
        typer.Option("--package", help="A FHIR package they rest on: .tgz or folder. Repeatable.", exists=True),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option("--compare", help="A package whose snapshots are made again and compared.", exists=True),
    ] = None,
    reference: Annotated[
        Path | None,
        typer.Option(
            "--reference", help="Snapshots of another generator to compare with too.", exists=True, file_okay=False
        ),
    ] = None,
    fhir_version: FhirVersionOption = DEFAULT_FHIR_VERSION,
    format: FormatOption = Format.text,
    everything: EverythingOption = False,
    lang: LangOption = None,
) -> None:
    """Make the snapshots of StructureDefinitions, or compare those that a package holds with those made again."""
    said = spoken(lang)
    if not files and compare is None:
        raise typer.BadParameter("give files, or a package to --compare", param_hint="FILE...")
    if files and out is None:
        raise typer.BadParameter("say which folder gets the snapshots", param_hint="--out")
    from tabellion.diagnostics import Report
    from tabellion.fhir.packages import open_package

    tell_fetches(said)
    report = Report()
    given = [open_package(path, report) for path in packages or ()]
    compared = open_package(compare, report) if compare else None
    same = True
    if not report.failed:
        below = [item for item in given if item is not None]
        with progressing("snapshots", Path(), said):
            if files and out is not None:
                _make(files, out, below, fhir_version, report)
            if compared is not None:
                same = _compare(compared, below, fhir_version, reference, said, report)
    if len(report) or (files and format is not Format.text):
        tell(report, format, said, everything=everything)
    raise typer.Exit(exit_code(report) or (0 if same else AUTHOR))


def _make(files: list[Path], out: Path, given: list[Package], fhir_version: str, report: Report) -> None:
    from tabellion.snapshot.definition_files import read_definition_files, write_snapshots
    from tabellion.snapshot.definition_packages import definitions_of

    below = definitions_of(given, fhir_version, PROJECT_PACKAGES, report)
    if below is not None:
        write_snapshots(read_definition_files(files, below, report), below, out, report)


def _compare(
    package: Package, given: list[Package], fhir_version: str, reference: Path | None, lang: str, report: Report
) -> bool:
    from tabellion.snapshot.comparison_text import comparison_text
    from tabellion.snapshot.definition_files import read_references
    from tabellion.snapshot.definition_packages import definitions_of, structure_definitions
    from tabellion.snapshot.package_comparison import compare_package

    below = definitions_of([package, *given], fhir_version, PROJECT_PACKAGES, report)
    if below is None:
        return False
    references = read_references(sorted(reference.glob("*.json")), below, report) if reference else {}
    results = list(compare_package(structure_definitions(package), below, references))
    typer.echo(comparison_text(results, lang), nl=False)
    return all(result.right for result in results)
