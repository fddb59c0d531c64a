"""`tabellion serve`: the built site over HTTP, for this machine alone."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from tabellion.cli.language import Lang, spoken
from tabellion.cli.shared_options import Format, LangOption, ProjectOption, tell_any

if TYPE_CHECKING:
    from tabellion.pipeline.live.state import LiveState

MISSING = {
    "fr": "le site n'est pas encore construit : lancez d'abord « tabellion build »",
    "en": "the site is not built yet: run `tabellion build` first",
}
LACKING = {
    "fr": "il manque {names} : installez « tabellion[service] »",
    "en": "{names} are missing: install `tabellion[service]`",
}
STOPPED_WITHIN = 10.0
"""Seconds in which a build that is under way is stopped."""
TAKEN = {
    "fr": "le port {port} est déjà pris : choisissez-en un autre avec --port",
    "en": "the port {port} is already in use: choose another with --port",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    project: ProjectOption = Path(),
    lang: LangOption = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes any that is free.")] = 8000,
    watch: Annotated[
        bool, typer.Option("--watch", help="Build again when a source is saved; pages reload and show errors.")
    ] = False,
    terminology: Annotated[
        bool, typer.Option("--terminology", help="Answer as a FHIR terminology server instead, below /fhir.")
    ] = False,
) -> None:
    """Show the built site over HTTP on this machine, until Ctrl+C; with --terminology, its codes to programs."""
    if terminology:
        _serve_terminology(project, lang, port)
        return
    from tabellion.diagnostics import Report
    from tabellion.pipeline.live.server import HOST, server_of
    from tabellion.pipeline.live.state import LiveState
    from tabellion.publish.unwritten import tell_unfinished

    said = spoken(lang, project)
    site = (project / "site").resolve()
    if not (site / "index.html").is_file():
        _fail(MISSING[said])
    report = Report()
    tell_unfinished(project / "output", site, report)
    tell_any(report, Format.text, said, err=True)
    state = LiveState(lang=said) if watch else None
    try:
        server = server_of(site, port, state)
    except OSError:
        _fail(TAKEN[said].format(port=port))
    typer.echo(f"http://{HOST}:{server.server_port}/")
    stopped = threading.Event()
    building = _watch(project, state, stopped) if state is not None else None
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        typer.echo("")
    finally:
        stopped.set()
        if building is not None:
            building.join(STOPPED_WITHIN)
        server.server_close()


def _serve_terminology(project: Path, lang: Lang | None, port: int) -> None:
    from tabellion.diagnostics import Report
    from tabellion.diagnostics.render import render
    from tabellion.pipeline.lookup.guide_terminology import terminology_at
    from tabellion.pipeline.project import Project
    from tabellion.services.running import absent_libraries, address_of, listening, run

    said = spoken(lang, project)
    if absent := absent_libraries():
        _fail(LACKING[said].format(names=", ".join(absent)))
    from tabellion.services.terminology.application import application

    report = Report()
    known = terminology_at(Project(project), report)
    if known is None:
        _fail(render(report, "text", said).rstrip())
    try:
        listener = listening(port)
    except OSError:
        _fail(TAKEN[said].format(port=port))
    typer.echo(f"{address_of(listener)}/fhir")
    run(application(known), listener)


def _watch(project: Path, state: LiveState, stopped: threading.Event) -> threading.Thread:
    """Build in another thread, from the sources as they are now on."""
    from tabellion.pipeline.live.rebuilding import keep_building
    from tabellion.pipeline.project import Project

    building = threading.Thread(target=keep_building, args=(Project(project), state, stopped), daemon=True)
    building.start()
    return building


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)
