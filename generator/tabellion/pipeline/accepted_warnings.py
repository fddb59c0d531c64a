"""Warnings that the team has looked at and accepts: each row of Accepted warnings leaves out what it names, no more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tabellion.artifacts.edition import Edition
from tabellion.diagnostics import Place, Report, RowKey, Severity, Term, rule, rules

ACCEPTED_WARNING_NOT_MET = rule(
    "OU003",
    "accepted-warning-not-met",
    "error",
    "not-found",
    fr="l'avertissement accepté « {value} » ne se présente pas en {where}",
    en="the accepted warning `{value}` is not met at {where}",
    help_fr="retirez la ligne, ou corrigez la règle, l'artefact ou le chemin{met}",
    help_en="remove the row, or fix the rule, the artifact or the path{met}",
)
ACCEPTED_FINDING_IS_NO_WARNING = rule(
    "OU004",
    "accepted-finding-is-no-warning",
    "error",
    "business-rule",
    fr="« {value} » est de gravité « {severity} » : seuls les avertissements peuvent être acceptés",
    en="`{value}` is {severity}: only warnings can be accepted",
    help_fr="retirez la ligne ; une erreur se corrige, une note ne demande rien",
    help_en="remove the row; an error has to be fixed, a note asks nothing",
)

Key = tuple[str, str, str]
OWN_CODE = re.compile(r"[A-Z]{2}\d{3}")
_SEVERITIES = {"error": Term("erreur", "an error"), "information": Term("note", "a note")}
_SHOWN = 3


class AcceptedWarnings:
    """The rows of Accepted warnings of an edition, and which of them were met.

    A row names a rule (its code, or a message id of HL7's validator), an artifact (`Type/id`, the id alone of what is
    no resource, as a measure), and the path of the
    finding, empty where the finding is about the artifact itself. It accepts warnings of that very rule at that very
    place; an error is never accepted.
    """

    def __init__(self, edition: Edition) -> None:
        rows = edition.rows("accepted")
        self._rows = {_key(str(row["rule"]), str(row["artifact"]), row["path"] or ""): row for row in rows}
        self._edition = edition
        self._met: set[Key] = set()
        self._severe: set[Key] = set()
        self._paths: dict[tuple[str, str], list[str]] = {}

    def accepts(self, rule: str, artifact: str, path: str, severity: Severity) -> bool:
        """Whether a row accepts this finding, which is then met. `path` is as the finding has it."""
        key = _key(rule, artifact, path)
        if severity == "warning":
            self._paths.setdefault(key[:2], []).append(path)
        if key not in self._rows:
            return False
        (self._met if severity == "warning" else self._severe).add(key)
        return severity == "warning"

    def remove(self, report: Report) -> None:
        """Take out of a report the warnings at cells that rows accept: those of what the cells' artifacts say there."""
        if not self._rows:
            return
        owners = self._owners()
        for diagnostic in list(report):
            # one that has an element was found in a resource, and asked about there
            if diagnostic.severity == "warning" and not diagnostic.place.element:
                accepted = [
                    self.accepts(diagnostic.code, *owner, diagnostic.severity)
                    for owner in _owners_of(diagnostic.place, owners)
                ]
                if any(accepted):
                    report.remove(diagnostic)

    def tell_unmet(self, report: Report, *, official: bool, whole: bool = True) -> None:
        """Report the rows that accept nothing: with `official` those about HL7's validator, else those about our rules.

        When faults kept the checks from being `whole`, only what no check can change is told.
        """
        named = {item.code: item for item in rules()} if self._rows and not official else {}
        for key, row in self._rows.items():
            if _is_official(key[0]) is not official:
                continue
            severity = named[key[0]].severity if key[0] in named else "error" if key in self._severe else "warning"
            if severity != "warning":
                report.add(ACCEPTED_FINDING_IS_NO_WARNING, row.at("rule"), value=key[0], severity=_SEVERITIES[severity])
            elif key not in self._met and whole:
                where, met = f"{key[1]} {key[2]}".strip(), _elsewhere(self._paths.get(key[:2], []))
                report.add(ACCEPTED_WARNING_NOT_MET, row.at("rule"), value=key[0], where=where, met=met)

    def _owners(self) -> dict[RowKey, list[tuple[int, str, str]]]:
        """For each row of the tables the artifact that it declares (column 0), the elements and codes of its cells.

        A row that becomes no artifact is known by its id; one that is a part, by the id of its whole and its own.
        """
        found: dict[RowKey, list[tuple[int, str, str]]] = {}
        for artifact in self._edition.artifacts:
            if artifact.row is not None:
                found.setdefault(artifact.row.key, []).append((0, artifact.reference, ""))
            for (element, facet), places in artifact.origins.items():
                for place in places:
                    found.setdefault(place.row_key, []).append((place.column, artifact.reference, element or facet))
        for table in self._edition.tables.values():
            if any(column.key == "id" for column in table.sheet.columns):
                for row in table.rows:
                    if row.key not in found and row["id"]:
                        is_part = "id" in table.sheet.unique and len(table.sheet.unique) > 1
                        wholes = row.many(table.sheet.part_of) if is_part else ()
                        owners = [(0, whole, row["id"]) for whole in wholes] or [(0, row["id"], "")]
                        found.setdefault(row.key, []).extend(owners)
        return found


def _key(rule: str, artifact: str, path: str) -> Key:
    """The root of a resource, which FHIRPath calls by its type, is the artifact itself."""
    return rule, artifact, "" if path == artifact.partition("/")[0] else path


def _is_official(rule: str) -> bool:
    from tabellion.validation.official.opinions import OF_OFFICIAL

    return rule in OF_OFFICIAL or not OWN_CODE.fullmatch(rule)


def _owners_of(place: Place, owners: dict[RowKey, list[tuple[int, str, str]]]) -> Iterator[tuple[str, str]]:
    """What stands at a cell or a row; at a cell that states nothing of its own, all that its row states."""
    here = owners.get(place.row_key, [])
    stated = [item for item in here if item[0] == place.column] or here
    yield from dict.fromkeys((reference, element) for _, reference, element in stated)


def _elsewhere(paths: list[str]) -> Term:
    """Where the same rule is met on the same artifact, for whoever named a place beside it."""
    if not paths:
        return Term("", "")
    listed = ", ".join(list(dict.fromkeys(paths))[:_SHOWN])
    return Term(f" ; la règle s'y présente en : {listed}", f"; the rule is met there at: {listed}")
