"""`tabellion validate`: resources against their types, the profiles they claim, and those asked for."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.progress import tell_fetches
from tabellion.cli.shared_options import LangOption

if TYPE_CHECKING:
    from tabellion.diagnostics import Report
    from tabellion.validation.runs import Setup
    from tabellion.validation.validator import Validator


class Shape(StrEnum):
    """A shape of outcomes."""

    text = "text"
    json = "json"
    sarif = "sarif"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(validate)


def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE|DIR|-...", help="JSON, XML or NDJSON; - is standard input.")
    ],
    profiles: Annotated[
        list[str] | None,
        typer.Option("--profile", metavar="URL", help="A profile to hold every resource to. Repeatable."),
    ] = None,
    packages: Annotated[
        list[Path] | None, typer.Option("--package", help="A FHIR package: .tgz or folder. Repeatable.", exists=True)
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(
            "--project",
            help="A project whose built guide is used; by default the one here.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    format: Annotated[Shape, typer.Option("--format", help="Shape of the findings.")] = Shape.text,
    lang: LangOption = None,
    official: Annotated[
        bool, typer.Option("--official", help="Ask HL7's own validator too (needs Java and Maven).")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes that share the work.")] = 1,
) -> None:
    """Validate resources; exit 0 when all are valid, 1 when one is not, 2 for wrong use."""
    said = spoken(lang, project or Path())
    if files.count("-") > 1:
        raise typer.BadParameter("standard input is there once", param_hint="FILE|DIR|-...")
    absent = [file for file in files if file != "-" and not Path(file).exists()]
    if absent:
        raise typer.BadParameter(f"no such file or folder: {', '.join(absent)}", param_hint="FILE|DIR|-...")
    from tabellion.diagnostics import Report
    from tabellion.validation.loading import load_validator
    from tabellion.validation.runs import Setup

    if project is None and any(Path("output").glob("ImplementationGuide-*.json")):
        project = Path()
    tell_fetches(said)
    report = Report()
    validator = load_validator(packages or (), project, report)
    _tell(report, said)
    if validator is None:
        raise typer.Exit(2)
    unknown = [profile for profile in profiles or () if validator.profiles.get(profile) is None]
    for profile in unknown:
        words = {"fr": f"le profil {profile} n'est pas connu ici", "en": f"the profile {profile} is not known here"}
        typer.echo(words[said], err=True)
    if unknown:
        raise typer.Exit(2)
    setup = Setup(tuple(packages or ()), project, tuple(profiles or ()), said)
    raise typer.Exit(_run(validator, files, setup, format, jobs, official=official))


def _run(validator: Validator, files: list[str], setup: Setup, format: Shape, jobs: int, *, official: bool) -> int:
    from tabellion.diagnostics import Report
    from tabellion.validation.reading.files import texts
    from tabellion.validation.results.writing import Tally, written
    from tabellion.validation.runs import outcomes

    tally = Tally()
    report = Report()
    if official:
        from tabellion.validation.official.opinions import with_second_opinion

        results = with_second_opinion(validator, texts(files), setup, report)
    else:
        results = outcomes(validator, texts(files), setup, jobs)
    for piece in written(results, format.value, setup.lang, tally):
        sys.stdout.write(piece)
    sys.stdout.flush()
    _tell(report, setup.lang)
    return 2 if report.failed else 1 if tally.invalid else 0


def _tell(report: Report, lang: str) -> None:
    """What concerns the packages goes to standard error: standard output is for the outcomes."""
    from tabellion.diagnostics.render import render

    if len(report):
        typer.echo(render(report, "text", lang), nl=False, err=True)
