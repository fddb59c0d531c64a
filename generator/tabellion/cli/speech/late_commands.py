"""Commands that are made when somebody asks for them: the list of all needs none of their options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import cleandoc, getdoc
from typing import Any

import typer
import typer.main


class LateCommands(Mapping[str, Any]):
    """What `declared` has registered, by name, in its order; each made ready for use when it is first asked for."""

    def __init__(self, declared: typer.Typer) -> None:
        self._made: dict[str, Any] = {}
        self._declared: dict[str, Any] = {}
        for info in declared.registered_commands:
            if info.callback is not None:
                self._declared[info.name or typer.main.get_command_name(info.callback.__name__)] = info
        for group in declared.registered_groups:
            self._declared[str(group.name)] = group

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            info = self._declared[name]
            if isinstance(info, typer.models.CommandInfo):
                made: Any = typer.main.get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)
            else:
                made = typer.main.get_group_from_info(
                    info, pretty_exceptions_short=True, suggest_commands=True, rich_markup_mode=None
                )
            self._made[name] = made
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._declared)

    def __len__(self) -> int:
        return len(self._declared)

    def help_of(self, name: str) -> str:
        """What a command says of itself, without making it."""
        info = self._declared[name]
        if isinstance(info, typer.models.CommandInfo):
            return cleandoc(info.help or getdoc(info.callback) or "")
        return str(typer.main.solve_typer_info_help(info))
