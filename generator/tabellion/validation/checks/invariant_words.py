"""What an invariant says, in the language of the reader: R4 states its own in English alone."""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping
from functools import lru_cache

from tabellion.diagnostics import Term
from tabellion.elements.translations import translations_of
from tabellion.fhir.definitions import TYPE_ROOT
from tabellion.validation.definitions.shapes import Constraint

_NAME = "le nom devrait être utilisable comme identifiant par des programmes, générateurs de code par exemple"
_OF_NAME = "Name should be usable as an identifier"


def human(constraint: Constraint, fhir_version: str) -> Term:
    """The words of a constraint in each language: its own text, the translation that it carries, else ours of R4's."""
    own = str(constraint.human.get("human", ""))
    words = {"fr": _french(constraint, fhir_version, own) or own, "en": own}
    for lang, text in translations_of(constraint.human, "human"):
        if lang[:2] in words:
            words[lang[:2]] = text
    return Term(words["fr"], words["en"])


def _french(constraint: Constraint, fhir_version: str, own: str) -> str | None:
    """An invariant of the core of R4 or R4B in French; a later edition may mean something else by the same key."""
    if constraint.source and not constraint.source.startswith(TYPE_ROOT):
        return None
    if own.startswith(_OF_NAME):
        return _NAME
    return _words().get(constraint.key) if fhir_version.startswith("4.") else None


@lru_cache(maxsize=1)
def _words() -> Mapping[str, str]:
    text = (importlib.resources.files("tabellion.validation") / "core_rules_fr.txt").read_text(encoding="utf-8")
    return dict(line.split(";", 1) for line in text.splitlines()[1:])
