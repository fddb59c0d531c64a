"""What is wrong in a differential, in two degrees: it leaves no snapshot to make, or the differential wins.

A problem is not a finding yet: it knows the element, not the file or the cells that the element comes from. A
snapshot is made once and asked for by several, and each reports its problems at places of its own (`Problem.report`),
or not at all where the definition is of a package that somebody else answers for.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tabellion.diagnostics import Place, Report, Rule


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a differential.

    `element` is the id of the element (of the differential where it has one, else of the snapshot), `""` for the
    definition as a whole. `fatal` tells the degree: there is no snapshot, or the snapshot is made as the
    differential says. `parameters` fill the words of the rule, `suggestion` is the nearest thing that exists.
    """

    rule: Rule
    element: str
    fatal: bool
    parameters: dict[str, object] = field(default_factory=dict)
    suggestion: str | None = None

    def report(self, report: Report, place: Place) -> None:
        """Add the fault to `report` at `place`: the caller's file or cell, the element laid over it."""
        report.add(self.rule, place, value=None, suggestion=self.suggestion, related=(), **self.parameters)


class Problems:
    """The faults met while one snapshot is made. The same fault of the same element counts once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], Problem] = {}
        self.fatal = False

    def stop(self, rule: Rule, element: str, *, suggestion: str | None = None, **parameters: object) -> None:
        """A fault that leaves no snapshot to make; the search for others goes on."""
        self.fatal = True
        self._add(Problem(rule, element, True, parameters, suggestion))

    def error(self, rule: Rule, element: str, **parameters: object) -> None:
        """A fault that the snapshot survives: the differential wins."""
        self._add(Problem(rule, element, False, parameters))

    def _add(self, problem: Problem) -> None:
        key = (problem.rule.code, problem.element, repr(problem.parameters))
        self._found.setdefault(key, problem)

    def list(self) -> list[Problem]:
        """The faults in the order in which they were met."""
        return list(self._found.values())
