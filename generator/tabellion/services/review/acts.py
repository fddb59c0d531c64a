"""What may be done to a comment in the office: which role it takes, and what its form says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tabellion.review.record.states import ADMISSIBLE, INADMISSIBLE, TO_COMPLETE
from tabellion.review.secretariat.acts import Secretariat
from tabellion.review.secretariat.from_acts import points_of
from tabellion.services.review.people import DECIDER, INSTRUCTOR, SECRETARIAT

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Act:
    """An act: the roles that may do it, and how its form is carried out."""

    roles: frozenset[str]
    do: Callable[[Secretariat, str, Form], object]


def act_on(desk: Secretariat, act: Act, number: str, form: Form) -> bool:
    """Do what a form says to the comment of a number; whether it was done. What refuses it is in the desk's report."""
    if desk.find(number) is None:
        return False
    return act.do(desk, number, form) not in (None, [])


def _group(desk: Secretariat, number: str, form: Form) -> bool:
    desk.group([number], form.get("name", "").strip())
    return True


def _decide(desk: Secretariat, number: str, form: Form) -> object:
    said = {key: form.get(key, "").strip() for key in ("version", "link", "same_as", "impact", "cell", "decided_by")}
    return desk.decide(number, form.get("decision", ""), form.get("answer", "").strip(), **said)


_SECRETARIAT = frozenset({SECRETARIAT})
_LOOKS_INTO_IT = frozenset({SECRETARIAT, INSTRUCTOR})
ACTS: Mapping[str, Act] = {
    "admit": Act(_SECRETARIAT, lambda desk, number, form: desk.admit(number, ADMISSIBLE)),
    "ask": Act(_SECRETARIAT, lambda desk, number, form: desk.admit(number, TO_COMPLETE, form.get("reason", ""))),
    "refuse": Act(_SECRETARIAT, lambda desk, number, form: desk.admit(number, INADMISSIBLE, form.get("reason", ""))),
    "split": Act(_SECRETARIAT, lambda desk, number, form: desk.split(number, points_of(form.get("texts", "")))),
    "group": Act(_SECRETARIAT, _group),
    "duplicate": Act(_SECRETARIAT, lambda desk, number, form: desk.duplicate(number, form.get("of", ""))),
    "revision": Act(_SECRETARIAT, lambda desk, number, form: desk.confirm_revision(number)),
    "mask": Act(_SECRETARIAT, lambda desk, number, form: desk.mask(number, form.get("reason", ""))),
    "unmask": Act(_SECRETARIAT, lambda desk, number, form: desk.mask(number, form.get("reason", ""), masked=False)),
    "withdraw": Act(_SECRETARIAT, lambda desk, number, form: desk.withdraw(number, form.get("reason", ""))),
    "anonymise": Act(_SECRETARIAT, lambda desk, number, form: desk.anonymise(number)),
    "show": Act(_SECRETARIAT, lambda desk, number, form: desk.show_attachments(number)),
    "hide": Act(_SECRETARIAT, lambda desk, number, form: desk.show_attachments(number, shown=False)),
    "drop": Act(_SECRETARIAT, lambda desk, number, form: desk.drop_attachments(number, form.get("reason", ""))),
    "assign": Act(_LOOKS_INTO_IT, lambda desk, number, form: desk.assign(number, form.get("instructor", "").strip())),
    "await": Act(_LOOKS_INTO_IT, lambda desk, number, form: desk.wait_for(number, form.get("reason", ""))),
    "decide": Act(frozenset({DECIDER}), _decide),
}
"""The acts by the last part of their address."""
