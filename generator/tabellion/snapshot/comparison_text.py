"""What a comparison of snapshots found, as a table and a list for people."""

from __future__ import annotations

from typing import Any

from tabellion.snapshot.comparison import Difference
from tabellion.snapshot.package_comparison import KINDS, Compared

WORDS = {
    "fr": {
        "profile": "profils",
        "extension": "extensions",
        "type": "types",
        "columns": (
            "",
            "comparés",
            "exacts",
            "exacts avec la référence",
            "différents",
            "exacts stricts",
            "avec les textes",
        ),
        "absent": "absent",
        "differs": "{element} {facet} : publié {expected}, refait {actual}",
        "more": "… et {count} autres",
        "no snapshot": "pas de snapshot : {codes}",
    },
    "en": {
        "profile": "profiles",
        "extension": "extensions",
        "type": "types",
        "columns": ("", "compared", "exact", "exact with the reference", "different", "exact strictly", "with texts"),
        "absent": "absent",
        "differs": "{element} {facet}: published {expected}, made {actual}",
        "more": "… and {count} more",
        "no snapshot": "no snapshot: {codes}",
    },
}
SHOWN = 8


def comparison_text(results: list[Compared], lang: str) -> str:
    """Counts by kind of definition, then each definition that is not right with its first differences."""
    words: dict[str, Any] = WORDS[lang]
    rows = [words["columns"]]
    for kind in KINDS:
        of_kind = [result for result in results if result.kind == kind]
        if of_kind:
            rows.append((words[kind], *map(str, _counts(of_kind))))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    for result in results:
        if not result.right:
            lines += ["", result.definition["id"], *(f"  {line}" for line in _why(result, words))]
    return "\n".join(lines) + "\n"


def _counts(results: list[Compared]) -> list[int]:
    exact = sum(result.exact() for result in results)
    right = sum(result.right for result in results)
    strict = sum(result.exact(strict=True) for result in results)
    texts = sum(result.exact("text") for result in results)
    return [len(results), exact, right - exact, len(results) - right, strict, texts]


def _why(item: Compared, words: dict[str, Any]) -> list[str]:
    if any(problem.fatal for problem in item.problems):
        codes = sorted({f"{problem.rule.code} {problem.element}" for problem in item.problems if problem.fatal})
        return [words["no snapshot"].format(codes=", ".join(codes))]
    shown = [_shown(difference, words) for difference in item.differences[:SHOWN]]
    left = len(item.differences) - SHOWN
    return [*shown, words["more"].format(count=left)] if left > 0 else shown


def _shown(difference: Difference, words: dict[str, Any]) -> str:
    expected, actual = _only_different(difference.expected, difference.actual)
    return str(words["differs"]).format(
        element=difference.element,
        facet=difference.facet,
        expected=words["absent"] if expected is None else _plain(expected),
        actual=words["absent"] if actual is None else _plain(actual),
    )


def _only_different(expected: Any, actual: Any) -> tuple[Any, Any]:
    """Of two lists, what only one of them has."""
    if isinstance(expected, frozenset) and isinstance(actual, frozenset):
        return (expected - actual) or None, (actual - expected) or None
    return expected, actual


def _plain(value: Any) -> str:
    if isinstance(value, (frozenset, tuple)):
        parts = [_plain(item) for item in value if item not in (None, "", frozenset())]
        return " ".join(sorted(parts) if isinstance(value, frozenset) else parts)
    return str(value)
