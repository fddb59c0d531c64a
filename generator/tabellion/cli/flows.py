"""`tabellion flows`: the exchanges of the guide, played against a server or answered by one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tabellion.cli.language import spoken
from tabellion.cli.progress import tell_fetches
from tabellion.cli.serve import TAKEN
from tabellion.cli.shared_options import (
    AUTHOR,
    EXIT_CODES,
    MACHINE,
    MISUSE,
    Format,
    LangOption,
    ProjectOption,
    exit_code,
    tell_any,
)

if TYPE_CHECKING:
    from tabellion.artifacts.flow.plan import FlowPlan

NO_FLOWS = {
    "fr": "le guide n'a pas de flux : remplissez la feuille Flux",
    "en": "the guide has no flows: fill the sheet Flows",
}
FOR_TRIALS = {
    "fr": "Serveur d'essai de {title}, à l'adresse {base}. Ni pour la production, ni pour de vraies données. Ctrl+C "
    "l'arrête.",
    "en": "Trial server of {title}, at {base}. Neither for production nor for real data. Ctrl+C stops it.",
}

flows = typer.Typer(
    help="The exchanges of the guide: play them against a server, or answer them.", no_args_is_help=True
)


class ReportShape(StrEnum):
    """A shape of what was tried."""

    table = "table"
    junit = "junit"
    outcome = "outcome"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(flows, name="flows")


@flows.command("test", epilog=EXIT_CODES)
def play_flows(
    base: Annotated[str, typer.Argument(metavar="BASE_URL", help="Base address of the FHIR server.")],
    project: ProjectOption = Path(),
    headers: Annotated[
        list[str] | None,
        typer.Option("--header", metavar="NAME: VALUE", help="A header of every request, never shown. Repeatable."),
    ] = None,
    header_file: Annotated[
        Path | None,
        typer.Option("--header-file", help="A file of such headers, one a line.", exists=True, dir_okay=False),
    ] = None,
    generic: Annotated[
        bool,
        typer.Option(
            "--generic", help="A server that was not made for the guide: any refusal will do for the stated one."
        ),
    ] = False,
    timeout: Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that an answer may take.")] = 30,
    format: Annotated[
        ReportShape, typer.Option("--format", help="A table, JUnit XML, an OperationOutcome or JSON.")
    ] = (ReportShape.table),
    lang: LangOption = None,
) -> None:
    """Send the examples, read them back by every search, expect the stated errors; then delete what was made."""
    from tabellion.tables.forms import HEADER

    given = [*(headers or ()), *_lines(header_file)]
    if wrong := next((number for number, item in enumerate(given, 1) if not HEADER.fits(item)), 0):
        raise typer.BadParameter(f"header {wrong} is not `Name: value`", param_hint="--header")
    if not base.startswith(("http://", "https://")):
        raise typer.BadParameter("an address that begins with http:// or https://", param_hint="BASE_URL")
    plan, said = _plan(project, lang)
    from tabellion.diagnostics.render import render
    from tabellion.services.flows.playing.client import Client, ServerError
    from tabellion.services.flows.playing.player import Player
    from tabellion.validation.validator import Validator

    edition = plan.edition
    pairs = (item.split(":", maxsplit=1) for item in given)
    client = Client(base, {name.strip(): value.strip() for name, value in pairs}, timeout=timeout)
    try:
        client.send("GET", "metadata")
        player = Player(plan, client, Validator(edition.definitions, edition.snapshots), generic=generic)
        played = player.play()
    except ServerError as fault:
        typer.echo(f"{base}: {fault}", err=True)
        raise typer.Exit(MACHINE) from None
    finally:
        client.close()
    if format is ReportShape.table:
        typer.echo(played.table(said), nl=False)
    elif format is ReportShape.junit:
        typer.echo(played.junit(said), nl=False)
    else:
        typer.echo(render(played.report(), format.value, said), nl=False)
    raise typer.Exit(AUTHOR if played.failed else 0)


@flows.command("serve", epilog=EXIT_CODES)
def serve_flows(
    project: ProjectOption = Path(),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes any that is free.")] = 8080,
    database: Annotated[
        Path | None, typer.Option("--database", help="A file of SQLite that keeps what is sent; else nothing stays.")
    ] = None,
    token: Annotated[
        str | None, typer.Option("--token", help="The only access token that is taken; by default any is.")
    ] = None,
    lang: LangOption = None,
) -> None:
    """Answer the flows of the guide on this machine as its tables say: for trials, never for production."""
    plan, said = _plan(project, lang)
    import sqlite3

    from tabellion.services.flows.asgi import BASE_PATH, application_of
    from tabellion.services.flows.server import reference_server
    from tabellion.services.flows.store import Store
    from tabellion.services.running import address_of, listening, run

    try:
        listener = listening(port)
    except OSError:
        typer.echo(TAKEN[said].format(port=port), err=True)
        raise typer.Exit(MISUSE) from None
    try:
        store = Store(database)
    except sqlite3.Error as fault:
        listener.close()
        raise typer.BadParameter(f"{database}: {fault}", param_hint="--database") from None
    application = application_of(reference_server(plan, store, token=token))
    base = address_of(listener) + BASE_PATH
    typer.echo(FOR_TRIALS[said].format(title=plan.edition.info.title.in_(said), base=base))
    try:
        run(application, listener)
    finally:
        store.close()


def _plan(project: Path, lang: LangOption) -> tuple[FlowPlan, str]:
    """The flows of the tables and the language spoken; ends the program where there are none, or an error stands."""
    said = spoken(lang, project)
    from tabellion.services.running import absent_libraries

    if absent := absent_libraries():
        raise typer.BadParameter(f'{", ".join(absent)} missing: pip install "tabellion[service]"', param_hint="flows")
    from tabellion.artifacts.flow.plan import plan_of
    from tabellion.diagnostics import Report
    from tabellion.pipeline.project import Project, read_edition

    tell_fetches(said)
    report = Report()
    edition, _ = read_edition(Project(project), report)
    if edition is None or report.failed:
        tell_any(report, Format.text, said, err=True, project=project)
        raise typer.Exit(exit_code(report))
    plan = plan_of(edition)
    if not plan.flows:
        typer.echo(NO_FLOWS[said], err=True)
        raise typer.Exit(MISUSE)
    return plan, said


def _lines(path: Path | None) -> list[str]:
    """The lines of a file that say something."""
    lines = path.read_text(encoding="utf-8").splitlines() if path is not None else []
    return [line for line in lines if line.strip()]
