"""Why a question about terminology has no answer."""

from __future__ import annotations

from tabellion.diagnostics import Term
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.lacks import Lack, other_version


class OperationError(Exception):
    """A question that cannot be answered: `code` is of OperationOutcome.issue.code, `status` the one of HTTP, `text`
    what is said to people."""

    def __init__(self, code: str, text: Term, status: int = 404) -> None:
        super().__init__(text["en"])
        self.code = code
        self.text = text
        self.status = status


class UnknownSystemError(OperationError):
    """Nothing at hand tells about a code of a system or value set; `lack` says why, `system` is the address of what
    would be needed."""

    def __init__(self, lack: Lack) -> None:
        super().__init__(lack.code, lack.text)
        self.system = lack.address


def demand_version(terminology: Terminology, system: str, version: str) -> None:
    """Raises `UnknownSystemError` when a system is at hand in another version than the one asked for."""
    known = terminology.systems.instead(system, version) if version else None
    if known is not None:
        raise UnknownSystemError(other_version(system, version, known))


def unknown_value_set(canonical: str) -> OperationError:
    """Nothing at hand has the address."""
    return OperationError(
        "not-found",
        Term(
            f"le jeu de valeurs « {canonical} » n'est pas connu ici", f"the value set `{canonical}` is not known here"
        ),
    )


def unknown_code(system: str, code: str) -> OperationError:
    """The code system is at hand, and does not have the code."""
    return OperationError(
        "not-found",
        Term(f"« {code} » n'est pas un code de {system}", f"`{code}` is not a code of {system}"),
    )
