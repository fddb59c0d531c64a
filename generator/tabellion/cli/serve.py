"""`tabellion serve`: the built site over HTTP, for this machine alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from tabellion.cli.language import Lang, spoken
from tabellion.cli.shared_options import Format, LangOption, ProjectOption, tell_any

if TYPE_CHECKING:
    from http.server import ThreadingHTTPServer

HOST = "127.0.0.1"
MISSING = {
    "fr": "le site n'est pas encore construit : lancez d'abord « tabellion build »",
    "en": "the site is not built yet: run `tabellion build` first",
}
LACKING = {
    "fr": "il manque {names} : installez « tabellion[service] »",
    "en": "{names} are missing: install `tabellion[service]`",
}
TAKEN = {
    "fr": "le port {port} est déjà pris : choisissez-en un autre avec --port",
    "en": "the port {port} is taken already: choose another with --port",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def serve(
    project: ProjectOption = Path(),
    lang: LangOption = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes any that is free.")] = 8000,
    terminology: Annotated[
        bool, typer.Option("--terminology", help="Answer as a FHIR terminology server instead, below /fhir.")
    ] = False,
) -> None:
    """Show the built site over HTTP on this machine, until Ctrl+C; with --terminology, its codes to programs."""
    if terminology:
        _serve_terminology(project, lang, port)
        return
    from tabellion.diagnostics import Report
    from tabellion.publish.unwritten import tell_unfinished

    site = (project / "site").resolve()
    if not (site / "index.html").is_file():
        _fail(MISSING[spoken(lang, project)])
    report = Report()
    tell_unfinished(project / "output", site, report)
    tell_any(report, Format.text, spoken(lang, project), err=True)
    try:
        server = server_of(site, port)
    except OSError:
        _fail(TAKEN[spoken(lang, project)].format(port=port))
    typer.echo(f"http://{HOST}:{server.server_port}/")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        typer.echo("")
    finally:
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


def server_of(site: Path, port: int) -> ThreadingHTTPServer:
    """A server of a folder that answers to this machine alone. Raises `OSError` when the port is taken."""
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Handler(SimpleHTTPRequestHandler):
        """Files of the site; an address that leads nowhere gets the site's own page for that."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, directory=str(site), **options)

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            page = site / "404.html"
            if code != 404 or not page.is_file():
                super().send_error(code, message, explain)
                return
            content = page.read_bytes()
            self.send_response(404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing of each request."""

    class Server(ThreadingHTTPServer):
        """A server whose visitors may leave in the middle of a word."""

        def handle_error(self, request: Any, client_address: Any) -> None:
            if not isinstance(sys.exception(), ConnectionError | TimeoutError):
                super().handle_error(request, client_address)

    return Server((HOST, port), Handler)


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)
