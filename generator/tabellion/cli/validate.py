"""`tabellion validate`: resources against their types, the profiles they claim, and those asked for."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.finding_options import (
    EachOption,
    IgnoreOption,
    OnlyOption,
    SeverityOption,
    StrictOption,
    chosen,
    write_each,
)
from tabellion.cli.language import spoken
from tabellion.cli.progress import progressing, tell_fetches
from tabellion.cli.results import EngineName, refuse_what_does_not_go_with_results, write_results
from tabellion.cli.shared_options import (
    AUTHOR,
    EXIT_CODES,
    MISUSE,
    EverythingOption,
    Format,
    FormatOption,
    LangOption,
    exit_code,
    tell_any,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tabellion.diagnostics import Finding, Report
    from tabellion.validation.loading import Loaded
    from tabellion.validation.runs import Outcome, Setup
    from tabellion.validation.validator import Validator


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=EXIT_CODES)(validate)


def validate(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|DIR|-...",
            help="JSON, XML or NDJSON (also .gz); - is standard input. With --results also Parquet and s3://, gs://….",
        ),
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
    official: Annotated[
        bool, typer.Option("--official", help="Ask HL7's own validator too (needs Java and Maven).")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes that share the work.")] = 1,
    results: Annotated[
        str | None,
        typer.Option(
            "--results", metavar="DIR|URL", help="Write findings as Parquet and a summary there (tabellion[cluster])."
        ),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option("--engine", help="With --results: this process, or a cluster of Ray.")
    ] = EngineName.local,
    column: Annotated[
        str | None, typer.Option("--column", help="With --results: the column of Parquet files that holds resources.")
    ] = None,
    split: Annotated[
        int, typer.Option("--split", min=1, help="With --results: megabytes that are read at once by a process.")
    ] = 16,
    only: OnlyOption = None,
    ignore: IgnoreOption = None,
    severity: SeverityOption = None,
    strict: StrictOption = False,
    each: EachOption = False,
    format: FormatOption = Format.text,
    everything: EverythingOption = False,
    lang: LangOption = None,
) -> None:
    """Validate resources against FHIR, the profiles that they claim and those asked for."""
    said = spoken(lang, project or Path())
    selection = chosen(only, ignore, severity, strict=strict)
    if each and format is not Format.outcome:
        raise typer.BadParameter("goes with --format outcome", param_hint="--each")
    if results is not None:
        refuse_what_does_not_go_with_results(files, official=official, format=format)
    else:
        _refuse_wrong_use(files, for_results=engine is not EngineName.local or column is not None)
    from tabellion.diagnostics import Report
    from tabellion.validation.loading import load
    from tabellion.validation.runs import Setup
    from tabellion.validation.tally import Tally

    if project is None and any(Path("output").glob("ImplementationGuide-*.json")):
        project = Path()
    tell_fetches(said)
    report = Report()
    loaded = load(packages or (), project, report)
    text = format is Format.text
    aside = Format.text if each else format
    # what concerns the packages is no part of the text about the messages
    if text or each or loaded is None:
        tell_any(report, aside, said, everything=everything, err=text or each)
    if loaded is None:
        raise typer.Exit(exit_code(report, of_others=MISUSE))
    _refuse_unknown(profiles or (), loaded.validator, said)
    setup = Setup(tuple(packages or ()), project, tuple(profiles or ()), selection)
    if results is not None:
        write_results(files, setup, results, engine, jobs=jobs, column=column, split=split, lang=said, format=format)
    tally, of_engine = Tally(), Report()
    outcomes = _outcomes(loaded, files, setup, jobs, of_engine if official else None)
    with progressing("validating", Path(), said):
        if each:
            write_each(tally, outcomes, said)
        else:
            found = tally.counted(outcomes)
            _write(found if text else chain(report.in_order(), found, of_engine), format, said, everything=everything)
    if text:
        sys.stdout.write(("\n" if tally.findings else "") + tally.line(said))
    sys.stdout.flush()
    if text or each:
        tell_any(of_engine, aside, said, everything=everything, err=True)
    raise typer.Exit(exit_code(of_engine, of_others=MISUSE) or (AUTHOR if tally.invalid else 0))


def _write(findings: Iterable[Finding], format: Format, lang: str, *, everything: bool) -> None:
    """Write the findings as they come; in SARIF their files are those of the repository."""
    from tabellion.cli.console.shown_paths import address_of, repository_of, with_paths
    from tabellion.diagnostics.render import written

    start = repository_of(Path())
    if format is Format.sarif:
        findings = with_paths(findings, (Path(),), start)
    for piece in written(findings, format.value, lang, everything=everything, root=address_of(start)):
        sys.stdout.write(piece)


def _refuse_wrong_use(files: list[str], *, for_results: bool) -> None:
    if for_results:
        raise typer.BadParameter("--engine and --column are for --results", param_hint="--results")
    if files.count("-") > 1:
        raise typer.BadParameter("standard input is there once", param_hint="FILE|DIR|-...")
    absent = [file for file in files if file != "-" and not Path(file).exists()]
    if absent:
        raise typer.BadParameter(f"no such file or folder: {', '.join(absent)}", param_hint="FILE|DIR|-...")


def _refuse_unknown(profiles: Iterable[str], validator: Validator, lang: str) -> None:
    known = validator.support.profiles
    unknown = [profile for profile in profiles if known.get(profile) is None and known.fault(profile) is None]
    for profile in unknown:
        words = {"fr": f"le profil {profile} n'est pas connu ici", "en": f"the profile {profile} is not known here"}
        typer.echo(words[lang], err=True)
    if unknown:
        raise typer.Exit(2)


def _outcomes(loaded: Loaded, files: list[str], setup: Setup, jobs: int, of_engine: Report | None) -> Iterator[Outcome]:
    """What is found in each text, in order; with `of_engine` by HL7's validator too, whose own faults go there."""
    from tabellion.validation.runs import outcomes
    from tabellion.validation.source_texts import texts

    if of_engine is None:
        return outcomes(loaded.validator, texts(files), setup, jobs)
    from tabellion.validation.official.opinions import with_second_opinion

    return with_second_opinion(loaded, texts(files), setup, of_engine)
