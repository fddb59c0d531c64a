"""`tabellion new DIR`: a new project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tabellion.cli.language import Lang, of_user
from tabellion.cli.shared_options import MISUSE, EverythingOption, Format, FormatOption, exit_code, tell

DONE = {
    "fr": "{count} fichiers écrits dans {folder}. Ensuite : tabellion check --project {quoted}",
    "en": "{count} files written to {folder}. Next: tabellion check --project {quoted}",
}
QUESTIONS = {
    "title": {"fr": "Titre du guide", "en": "Title of the guide"},
    "package_id": {"fr": "Identifiant du paquet", "en": "Package id"},
    "canonical": {"fr": "Adresse canonique", "en": "Canonical address"},
}
SAMPLE = {
    "title": {"fr": "Mesures du souffle", "en": "Measurements of breath"},
    "package_id": {"fr": "exemple.fhir.souffle", "en": "example.fhir.breath"},
    "canonical": {"fr": "https://souffle.example/fhir", "en": "https://breath.example/fhir"},
}
OPTIONS = {"package_id": "--id", "canonical": "--canonical"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(new)


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    lang: Annotated[
        Lang | None, typer.Option("--lang", help="Language of the guide and of its tables; by default yours.")
    ] = None,
    also: Annotated[
        list[Lang] | None, typer.Option("--also", help="A further language of the pages, with its columns. Repeatable.")
    ] = None,
    title: Annotated[str, typer.Option("--title", help="Title of the guide.")] = "",
    package_id: Annotated[str, typer.Option("--id", help="Package id, such as example.fhir.breath.")] = "",
    canonical: Annotated[str, typer.Option("--canonical", help="Canonical address of the guide.")] = "",
    format: FormatOption = Format.text,
    everything: EverythingOption = False,
    empty: Annotated[bool, typer.Option("--empty", help="Leave out the rows of the small guide about breath.")] = False,
) -> None:
    """Make a small working project, to be changed into yours; on a terminal, ask what no option says."""
    import datetime

    from tabellion.diagnostics import Report
    from tabellion.pipeline.new_project.project import start
    from tabellion.pipeline.new_project.wanted import NewGuide

    said = lang.value if lang is not None else of_user()
    given = {"title": title, "package_id": package_id, "canonical": canonical}
    if not any(given.values()) and sys.stdin.isatty():
        given = {key: _asked(key, said) for key in given}
    _check(given, said)
    langs = tuple(dict.fromkeys([said, *(item.value for item in also or ())]))
    wanted = NewGuide(datetime.date.today(), langs, **given, empty=empty)
    report = Report()
    files = start(folder, wanted, report)
    if report.failed or format is not Format.text:
        tell(report, format, said, everything=everything)
    if report.failed:
        raise typer.Exit(exit_code(report, of_others=MISUSE))
    done = DONE[said].format(count=len(files), folder=folder, quoted=quoted(folder))
    typer.echo(done, err=format is not Format.text)


def _asked(key: str, lang: str) -> str:
    """An answer from the terminal, asked again while it is wrong; the small guide's own when nothing is typed."""
    from tabellion.pipeline.new_project.wanted import fault_of

    while True:
        answer = str(typer.prompt(QUESTIONS[key][lang], default=SAMPLE[key][lang])).strip()
        fault = fault_of(key, answer) if key in OPTIONS else None
        if fault is None:
            return "" if answer == SAMPLE[key][lang] else answer
        typer.echo(fault[lang])


def _check(given: dict[str, str], lang: str) -> None:
    from tabellion.pipeline.new_project.wanted import fault_of

    for key, option in OPTIONS.items():
        if given[key] and (fault := fault_of(key, given[key])) is not None:
            raise typer.BadParameter(f"{given[key]}: {fault[lang]}", param_hint=option)


def quoted(path: Path) -> str:
    """A path as it can be pasted into the shell of this system."""
    import shlex
    import subprocess

    return subprocess.list2cmdline([str(path)]) if sys.platform == "win32" else shlex.quote(str(path))
