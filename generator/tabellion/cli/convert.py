"""`tabellion convert`: a resource from JSON to XML and back."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.progress import tell_fetches
from tabellion.cli.shared_options import (
    EverythingOption,
    FhirVersionOption,
    Format,
    FormatOption,
    LangOption,
    exit_code,
    tell_any,
)
from tabellion.guide.defaults import DEFAULT_FHIR_VERSION


class Target(StrEnum):
    """A form of resources."""

    xml = "xml"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(convert)


def convert(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A resource in JSON or XML; - is standard input.")],
    to: Annotated[Target, typer.Option("--to", help="The form to write.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write, instead of standard output.", dir_okay=False)
    ] = None,
    packages: Annotated[
        list[Path] | None,
        typer.Option("--package", help="A FHIR package: .tgz or folder. Repeatable.", exists=True),
    ] = None,
    fhir_version: FhirVersionOption = DEFAULT_FHIR_VERSION,
    format: FormatOption = Format.text,
    everything: EverythingOption = False,
    lang: LangOption = None,
) -> None:
    """Write a resource in its other form, without loss; write nothing when it has an error."""
    from tabellion.diagnostics import Report
    from tabellion.fhir import conversion
    from tabellion.fhir.package_resolver import PackageResolver
    from tabellion.fhir.packages import open_package
    from tabellion.files.moving import write_whole

    said = spoken(lang)
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as fault:
        raise typer.BadParameter(f"{file}: {fault.strerror}", param_hint="FILE") from fault
    tell_fetches(said)
    report = Report()
    given = [item for item in (open_package(path, report) for path in packages or ()) if item is not None]
    definitions = PackageResolver(Path("packages"), report).definitions_over(given, fhir_version)
    text = None
    if definitions is not None and not report.failed:
        text = conversion.convert(content, to.value, definitions, report, str(file))
    tell_any(report, format, said, everything=everything, err=True)
    if text is None:
        raise typer.Exit(exit_code(report))
    if out is None:
        # Bytes, so that a console of another encoding changes nothing.
        typer.echo(text.encode("utf-8"), nl=False)
    else:
        write_whole(out, text.encode("utf-8"))
