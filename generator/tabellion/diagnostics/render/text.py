"""Findings as a person reads them on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tabellion.diagnostics.model import Finding, Place, in_a_line

WORDS = {
    "fr": {
        "error": "erreur",
        "warning": "avertissement",
        "information": "note",
        "expected": "attendu",
        "key": "règle",
        "profile": "selon",
        "help": "aide",
        "more": "plus",
        "also": "voir",
        "clean": "aucune erreur",
        "colon": " : ",
        "quoted": "« {} »",
    },
    "en": {
        "error": "error",
        "warning": "warning",
        "information": "note",
        "expected": "expected",
        "key": "invariant",
        "profile": "by",
        "help": "help",
        "more": "more",
        "also": "see",
        "clean": "no error",
        "colon": ": ",
        "quoted": "`{}`",
    },
}
COUNTED = {
    "error": {"fr": ("{} erreur", "{} erreurs"), "en": ("{} error", "{} errors")},
    "warning": {"fr": ("{} avertissement", "{} avertissements"), "en": ("{} warning", "{} warnings")},
    "information": {"fr": ("{} note", "{} notes"), "en": ("{} note", "{} notes")},
}
REST = {
    "fr": ("et {count} de plus de {code} dans {table}", "et {count} de plus de {code} ailleurs", "(tout : --all)"),
    "en": ("and {count} more of {code} in {table}", "and {count} more of {code} elsewhere", "(--all shows them)"),
}
SHOWN_VALUE = 120
SHOWN_OF_A_RULE = 20
"""How many findings of one rule are shown in full: who has mended as many knows the others."""
NAMED_TABLES = 3
"""How many sheets or files are named that have more findings of one rule."""


def summary(found: Sequence[Finding], lang: str) -> str:
    """How many findings there are, and of which rule."""
    if not found:
        return f"{WORDS[lang]['clean']}\n"
    severities = Counter(str(finding.severity) for finding in found)
    counted = [(severities[severity], COUNTED[severity][lang]) for severity in COUNTED if severities[severity]]
    lines = [", ".join(forms[count > 1].format(count) for count, forms in counted)]
    counts = Counter(finding.rule for finding in found)
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0].code)):
        lines.append(f"{count:>6} × {rule.code} {rule.name}")
    return "\n".join(lines) + "\n"


def text_pieces(findings: Iterable[Finding], lang: str, *, everything: bool = False) -> Iterator[str]:
    """Each finding with its place, its value, what to do and where to read more, a blank line between two.

    Without `everything`, the first `SHOWN_OF_A_RULE` of each kind (of a rule, or of an invariant), and how many more
    there are in which sheet or file; of what is `told_once` the first alone.
    """
    shown: Counter[str] = Counter()
    rest: dict[str, dict[str, int]] = {}
    between = ""
    for finding in findings:
        kind = finding.kind
        if everything or shown[kind] < (1 if finding.rule.told_once else SHOWN_OF_A_RULE):
            shown[kind] += 1
            yield between + "\n".join(_lines(finding, lang)) + "\n"
            between = "\n"
        else:
            tables = rest.setdefault(kind, {})
            table = str(Place(finding.place.file, finding.place.sheet))
            if table not in tables and len(tables) >= NAMED_TABLES:
                table = ""
            tables[table] = tables.get(table, 0) + 1
    if rest:
        yield "\n" + "".join(f"{line}\n" for line in _rest(rest, lang))


def _rest(rest: dict[str, dict[str, int]], lang: str) -> Iterator[str]:
    in_table, elsewhere, option = REST[lang]
    for code, tables in sorted(rest.items()):
        for table, count in sorted(tables.items(), key=lambda item: (not item[0], item[0])):
            number = f"{count:,}" if lang == "en" else f"{count:,}".replace(",", "\u202f")
            yield (in_table if table else elsewhere).format(count=number, code=code, table=table)
    yield option


def _lines(finding: Finding, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    colon = words["colon"]
    yield f"{words[finding.severity]}[{finding.code}]{colon}{finding.message(lang)}"
    place = str(finding.place)
    if finding.value is not None:
        value = words["quoted"].format(in_a_line(finding.value, SHOWN_VALUE))
        place += f"{colon}{value}" if place else value
    if place:
        yield f"  --> {place}"
    for other in finding.related:
        if other != Place():
            yield f"  {words['also']}{colon}{other}"
    stated = {"expected": finding.expected_in(lang), "key": finding.key, "profile": finding.asked_by}
    for name, text in (*stated.items(), ("help", finding.help(lang))):
        if text:
            yield f"  {words[name]}{colon}{in_a_line(text)}"
    yield f"  {words['more']}{colon}tabellion explain {finding.code}"
