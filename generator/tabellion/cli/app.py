"""The application: every family of commands, found where it stands."""

from __future__ import annotations

import importlib
import pkgutil

import typer

import tabellion.cli
from tabellion.cli.shared_options import EXIT_CODES
from tabellion.cli.speech.speaking import SpeakingGroup
from tabellion.version import __version__

_declared = typer.Typer()
for _module in sorted(module.name for module in pkgutil.iter_modules(tabellion.cli.__path__)):
    if _module != "app":
        _register = getattr(importlib.import_module(f"tabellion.cli.{_module}"), "register", None)
        if _register is not None:
            _register(_declared)


class Commands(SpeakingGroup):
    """The commands of every family."""

    declared = _declared


app = typer.Typer(
    name="tabellion",
    cls=Commands,
    help="From tables to a FHIR Implementation Guide.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog=EXIT_CODES,
)


@app.callback(invoke_without_command=True)
def options(
    version: bool = typer.Option(False, "--version", help="Show the version and exit.", is_eager=True),
) -> None:
    if version:
        typer.echo(f"tabellion {__version__}")
        raise typer.Exit
