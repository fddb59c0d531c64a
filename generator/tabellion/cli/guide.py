"""`tabellion check` and `tabellion build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.progress import Progress, progressing, tell_fetches
from tabellion.cli.shared_options import (
    EXIT_CODES,
    EverythingOption,
    Format,
    FormatOption,
    LangOption,
    ProjectOption,
    exit_code,
    tell,
    tell_any,
)

if TYPE_CHECKING:
    from tabellion.diagnostics import Report
    from tabellion.pipeline.building import Result
    from tabellion.pipeline.project import Project


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=EXIT_CODES)(check)
    app.command(epilog=EXIT_CODES)(build)


def check(
    project: ProjectOption = Path(),
    annotate: Annotated[
        Path | None,
        typer.Option(
            "--annotate",
            metavar="DIR",
            help="Write copies of the workbooks to this folder: faulty cells coloured and noted, a sheet of messages.",
        ),
    ] = None,
    format: FormatOption = Format.text,
    everything: EverythingOption = False,
    lang: LangOption = None,
) -> None:
    """List every error of the sources, with its cell and its remedy; the sources are never changed."""
    from tabellion.pipeline.building import check as run
    from tabellion.pipeline.project import Project

    waiting = spoken(lang, project)
    tell_fetches(waiting)
    with progressing("reading", project, waiting):
        result = run(Project(project))
    shown = lang.value if lang else result.lang
    if annotate is not None:
        _annotate(Project(project), result.report, annotate, shown)
    tell(result.report, format, shown, everything=everything, project=project)
    raise typer.Exit(exit_code(result.report))


def _annotate(project: Project, report: Report, folder: Path, lang: str) -> None:
    """Write the copies, and tell where they are; a folder among the sources is wrong use."""
    from tabellion.pipeline.annotating import annotate

    try:
        written = annotate(project, report.in_order(), folder, lang, report)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--annotate") from error
    for path in written:
        typer.echo(path, err=True)


def build(
    project: ProjectOption = Path(),
    site: Annotated[bool, typer.Option("--site/--no-site", help="Make the guide, or stop before.")] = True,
    official: Annotated[
        bool, typer.Option("--official", help="Run HL7's own validator on the result (needs Java and Maven).")
    ] = False,
    format: FormatOption = Format.text,
    everything: EverythingOption = False,
    lang: LangOption = None,
) -> None:
    """Make the artifacts, the package and the guide; write nothing while an error stands."""
    from tabellion.pipeline.building import build as run
    from tabellion.pipeline.project import Project

    shown = spoken(lang, project)
    tell_fetches(shown)
    progress = Progress(project, shown)
    result = run(Project(project), site=site, official=official, progress=progress)
    progress.done()
    shown = lang.value if lang else result.lang
    tell_any(result.report, format, shown, everything=everything, project=project)
    if result.report.failed:
        raise typer.Exit(exit_code(result.report))
    typer.echo(_done(result, Project(project), shown), err=True)


def _done(result: Result, project: Project, lang: str) -> str:
    """What a build wrote, and where the guide opens."""
    words = {
        "fr": "{} : fichiers écrits {}, inchangés {}, retirés {}",
        "en": "{}: files written {}, unchanged {}, removed {}",
    }
    lines = []
    if result.written is not None:
        counts = (len(result.written.changed), len(result.written.same), len(result.written.removed))
        lines.append(words[lang].format(project.output, *counts))
    if result.site is not None:
        lines.append(f"{project.site / 'index.html'}{' ' if lang == 'fr' else ''}: {result.site.pages} pages")
    return "\n".join(lines)
