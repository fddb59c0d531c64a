"""Why an expression cannot be read or evaluated, in the words of FHIRPath."""

from __future__ import annotations

from tabellion.diagnostics import Term


class FHIRPathError(Exception):
    """An expression that cannot be evaluated on what it is given; `reason` says why in both languages."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.reason = Term(fr, en)


class FHIRPathSyntaxError(FHIRPathError):
    """A text that is not FHIRPath. `line` and `column` count from 1."""

    def __init__(self, fr: str, en: str, line: int, column: int) -> None:
        super().__init__(fr, en)
        self.line, self.column = line, column


class UndecidedError(FHIRPathError):
    """What the expression asks cannot be told here: a value set or a profile that is not at hand."""


class TooCostlyError(FHIRPathError):
    """An evaluation visits more nodes than the size of a resource accounts for, or does not come to an end."""

    def __init__(self) -> None:
        super().__init__("elle coûterait trop de temps sur cette ressource", "it would take too long on this resource")


def several_items(count: int, what: str) -> FHIRPathError:
    """One item is expected by an operator or a function, and there are more (N1, 4.5)."""
    return FHIRPathError(
        f"« {what} » attend une seule valeur et en reçoit {count}", f"`{what}` takes one value and is given {count}"
    )


def wrong_type(what: str, found: str) -> FHIRPathError:
    """An operator or a function is given a value of a type that it does not take."""
    return FHIRPathError(
        f"« {what} » ne s'applique pas à une valeur de type {found}",
        f"`{what}` does not apply to a value of type {found}",
    )


def unlike_types(operator: str, left: str, right: str) -> FHIRPathError:
    """Two values that an operator cannot put together or in order."""
    return FHIRPathError(
        f"« {operator} » ne peut pas relier {left} et {right}", f"`{operator}` cannot relate {left} and {right}"
    )


def unknown_type(name: str) -> FHIRPathError:
    return FHIRPathError(f"« {name} » n'est pas un type", f"`{name}` is not a type")
