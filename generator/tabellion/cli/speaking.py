"""The command line in the language of the user: its helps, and what is wrong with how it is used."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer._click.exceptions import ClickException
from typer.core import TyperGroup

from tabellion.cli.french import HELPS, in_french
from tabellion.cli.language import spoken_in


class SpeakingGroup(TyperGroup):
    """The commands, with helps and errors of use in the language that the command line asks for."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **more: Any,
    ) -> Any:
        """Run a command line; in English everything is as the commands declare it."""
        given = list(sys.argv[1:] if args is None else args)
        if spoken_in(given) != "fr":
            return super().main(args, prog_name, complete_var, standalone_mode, windows_expand_args, **more)
        with FrenchWords(self):
            try:
                code = super().main(args, prog_name, complete_var, False, windows_expand_args, **more)
            except ClickException as fault:
                if not standalone_mode:
                    raise
                _show(fault)
                sys.exit(fault.exit_code)
            except typer.Abort:
                if not standalone_mode:
                    raise
                typer.echo("Interrompu.", err=True)
                sys.exit(1)
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else 0)
        return code


def _show(fault: ClickException) -> None:
    context = getattr(fault, "ctx", None)
    if context is not None:
        name, option = context.command_path, context.help_option_names[-1]
        hint = in_french(f"Try '{name} {option}' for help.")
        typer.echo(f"{context.get_usage()}\n{hint}\n", err=True)
    typer.echo(in_french(f"Error: {fault.format_message()}"), err=True)


class FrenchWords:
    """French words in the place of the commands' own, for as long as a command line runs."""

    def __init__(self, command: Any) -> None:
        self._command = command
        self._taken: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> None:
        self._say(self._command)

    def __exit__(self, *_: object) -> None:
        for holder, name, value in reversed(self._taken):
            if name in ("help", "short_help", "epilog"):
                setattr(holder, name, value)
            else:
                delattr(holder, name)

    def _put(self, holder: Any, name: str, value: Any) -> None:
        self._taken.append((holder, name, getattr(holder, name)))
        setattr(holder, name, value)

    def _say(self, command: Any) -> None:
        if command.help:
            self._put(command, "help", french_of(command.help))
        if command.epilog:
            self._put(command, "epilog", french_of(command.epilog))
        get_help, get_usage, get_option = command.get_help, command.get_usage, command.get_help_option
        self._put(command, "get_help", lambda context: in_french(get_help(context)))
        self._put(command, "get_usage", lambda context: in_french(get_usage(context)))
        self._put(command, "get_help_option", lambda context: _in_french_option(get_option(context)))
        for parameter in command.params:
            if getattr(parameter, "help", None):
                self._put(parameter, "help", french_of(parameter.help))
        for other in getattr(command, "commands", {}).values():
            self._say(other)


def _in_french_option(option: Any) -> Any:
    if option is not None:
        option.help = french_of(option.help)
    return option


def french_of(text: str) -> str:
    """A help in French; one that is not translated stays as it is."""
    return HELPS.get(" ".join(text.split()), text)
