"""The command line in the language of the user: its helps, and what is wrong with how it is used."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, ClassVar, cast

import typer
from typer._click.exceptions import ClickException
from typer.core import TyperCommand, TyperGroup

from tabellion.cli.language import spoken_in
from tabellion.cli.speech.late_commands import LateCommands


class SpeakingGroup(TyperGroup):
    """The commands that are `declared`, with helps and errors of use in the language that the command line asks for."""

    declared: ClassVar[typer.Typer]

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self._late = LateCommands(self.declared)
        self.commands = cast(Any, self._late)
        self._words: FrenchWords | None = None

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command by its name, `None` for one that is not known."""
        command = self.commands.get(cmd_name)
        if command is not None and self._words is not None:
            self._words.say(command)
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands, from what they say of themselves alone."""
        helps = {name: self._late.help_of(name) for name in self._late}
        said = helps if self._words is None else {name: french_of(text) for name, text in helps.items()}
        listed = [TyperCommand(name, help=text) for name, text in said.items()]
        TyperGroup(commands=listed).format_commands(ctx, formatter)

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
        self._words = FrenchWords(self)
        with self._words:
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
            finally:
                self._words = None
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else 0)
        return code


def _show(fault: ClickException) -> None:
    from tabellion.cli.speech.french import in_french

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
        self._said: set[int] = set()

    def __enter__(self) -> None:
        self.say(self._command)

    def __exit__(self, *_: object) -> None:
        for holder, name, value in reversed(self._taken):
            if name in ("help", "short_help", "epilog"):
                setattr(holder, name, value)
            else:
                delattr(holder, name)

    def _put(self, holder: Any, name: str, value: Any) -> None:
        self._taken.append((holder, name, getattr(holder, name)))
        setattr(holder, name, value)

    def say(self, command: Any) -> None:
        """Put French words into a command and those of its group that are made; into each once."""
        from tabellion.cli.speech.french import in_french

        if id(command) in self._said:
            return
        self._said.add(id(command))
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
        commands = getattr(command, "commands", {})
        for other in () if isinstance(commands, LateCommands) else commands.values():
            self.say(other)


def _in_french_option(option: Any) -> Any:
    if option is not None:
        option.help = french_of(option.help)
    return option


def french_of(text: str) -> str:
    """A help in French; one that is not translated stays as it is."""
    from tabellion.cli.speech.french import HELPS

    return HELPS.get(" ".join(text.split()), text)
