"""The register of rules: each has a code for ever, a name, a severity, and its words in each language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

Severity = Literal["error", "warning", "information"]
IssueType = Literal[
    "invalid", "structure", "required", "value", "invariant", "code-invalid",
    "duplicate", "extension", "not-found", "not-supported",
    "business-rule", "incomplete", "informational", "too-long", "too-costly", "exception", "processing",
]  # fmt: skip
"""The codes of OperationOutcome.issue.code that rules have (R4 value set issue-type)."""

RULE_SYSTEM = "https://tabellion.example/rules"
"""The code system of the codes of rules."""
CODE = re.compile(r"[A-Z]{2}\d{3}")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A rule of a check: `code` (two letters for the room, three digits), kebab-case `name` of the bad thing,
    OperationOutcome's `severity` and `issue_type` (OperationOutcome.issue.code), and per language a `message` (what is
    wrong) and a `help` (what to do). Others may follow from a `cause`: a file, a sheet, a heading or a package that
    is not what it should be. It is told first.

    Message and help are `str.format` templates over the parameters given when the rule is reported. With `machine` it
    is not the author's fault but that of the disk, the network or a program that is missing. Of those that are
    `told_once`, text shows the first finding and counts the others. What is `columnwise` has one cause down a column
    whatever its cells hold, such as the format of the column.
    """

    code: str
    name: str
    severity: Severity
    message: Mapping[str, str]
    help: Mapping[str, str]
    issue_type: IssueType = "invalid"
    cause: bool = False
    machine: bool = False
    told_once: bool = False
    columnwise: bool = False

    def __reduce__(self) -> tuple[Callable[[str], Rule], tuple[str]]:
        """A rule that goes to another process is the same rule there."""
        return declared_rule, (self.code,)

    def __repr__(self) -> str:
        return f"Rule({self.code} {self.name})"


_RULES: dict[str, Rule] = {}
_NAMES: set[str] = set()


def rule(
    code: str,
    name: str,
    severity: Severity,
    issue_type: IssueType = "invalid",
    *,
    cause: bool = False,
    fr: str,
    en: str,
    help_fr: str,
    help_en: str,
    machine: bool = False,
    told_once: bool = False,
    columnwise: bool = False,
) -> Rule:
    """Declare a rule beside the check that reports it. Raises `ValueError` when the code or name is taken."""
    if not CODE.fullmatch(code) or not NAME.fullmatch(name):
        raise ValueError(f"bad code or name of a rule: {code} {name}")
    if code in _RULES or name in _NAMES:
        raise ValueError(f"rule declared twice: {code} {name}")
    declared = Rule(
        code,
        name,
        severity,
        MappingProxyType({"fr": fr, "en": en}),
        MappingProxyType({"fr": help_fr, "en": help_en}),
        issue_type,
        cause,
        machine,
        told_once,
        columnwise,
    )
    _RULES[code] = declared
    _NAMES.add(name)
    return declared


def declared_rule(code: str) -> Rule:
    """The rule of a code. Raises `KeyError` when no module declares it."""
    return _RULES[code] if code in _RULES else {item.code: item for item in rules()}[code]


def rules() -> tuple[Rule, ...]:
    """Every declared rule, by code."""
    _import_all()
    return tuple(_RULES[code] for code in sorted(_RULES))


@cache
def _import_all() -> None:
    """Import the whole package, since rules stand beside their checks; but the modules of a package that states an
    `EXTRA`, which may not be installed and declare none."""
    import importlib
    import pkgutil

    for module in pkgutil.walk_packages(importlib.import_module("tabellion").__path__, "tabellion."):
        room = importlib.import_module(module.name.rpartition(".")[0])
        if not module.name.endswith("__main__") and not hasattr(room, "EXTRA"):
            importlib.import_module(module.name)
