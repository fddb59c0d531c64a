"""Options that choose findings and set their severities."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

if TYPE_CHECKING:
    from tabellion.diagnostics import Severity
    from tabellion.validation.runs import Outcome
    from tabellion.validation.selection import Selection
    from tabellion.validation.tally import Tally

OnlyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--only", metavar="RULE", help="Show findings of this rule alone: VA012, its name, or dom-6. Repeatable."
    ),
]
IgnoreOption = Annotated[
    list[str] | None, typer.Option("--ignore", metavar="RULE", help="Show no findings of this rule. Repeatable.")
]
SeverityOption = Annotated[
    list[str] | None,
    typer.Option(
        "--severity", metavar="RULE=LEVEL", help="error, warning or information in place of its own. Repeatable."
    ),
]
EachOption = Annotated[
    bool, typer.Option("--each", help="With --format outcome: one OperationOutcome for each resource, one a line.")
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Warnings are errors.")]


def chosen(
    only: Iterable[str] | None, ignored: Iterable[str] | None, severities: Iterable[str] | None, *, strict: bool
) -> Selection:
    """What the options ask for. Raises `typer.BadParameter` for a rule or a severity that is none."""
    from tabellion.validation.selection import Selection, UnknownRuleError

    stated = tuple(_severity(text) for text in severities or ())
    selection = Selection(frozenset(only or ()), frozenset(ignored or ()), stated, strict)
    if selection.changes_nothing:
        return selection
    try:
        selection.check_names()
    except UnknownRuleError as fault:
        meant = f"; did you mean {fault.suggestion}?" if fault.suggestion else ""
        hint = "--only, --ignore, --severity"
        raise typer.BadParameter(f"{fault.name} is no rule{meant}", param_hint=hint) from None
    return selection


def write_each(tally: Tally, outcomes: Iterable[Outcome], lang: str) -> None:
    """An OperationOutcome for each text, one a line (NDJSON), in their order; what was left aside has none."""
    from tabellion.diagnostics.render.outcome import operation_outcome

    for outcome in outcomes:
        findings = list(tally.counted([outcome]))
        if outcome.resource:
            sys.stdout.write(json.dumps(operation_outcome(findings, lang), ensure_ascii=False) + "\n")


def _severity(text: str) -> tuple[str, Severity]:
    from tabellion.diagnostics import Severity

    name, _, level = text.rpartition("=")
    if not name or level not in get_args(Severity):
        raise typer.BadParameter(f"{text}: RULE=error, RULE=warning or RULE=information", param_hint="--severity")
    return name, cast("Severity", level)
