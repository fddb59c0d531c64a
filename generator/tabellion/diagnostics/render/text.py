"""Findings as a person reads them on a terminal."""

from __future__ import annotations

from collections import Counter

from tabellion.diagnostics.model import Diagnostic, Place, Report, in_a_line

WORDS = {
    "fr": {
        "error": "erreur",
        "warning": "avertissement",
        "information": "note",
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
SHOWN_VALUE = 120


def plain_text(report: Report, lang: str) -> str:
    """First how many findings of which rule, then each with its place, its value, what to do and where to read more."""
    words = WORDS[lang]
    found = list(report)
    if not found:
        return f"{words['clean']}\n"
    counts = Counter(match.rule for match in found)
    lines = [_sum(found, lang)]
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0].code)):
        lines.append(f"{count:>6} × {rule.code} {rule.name}")
    for match in found:
        lines += ["", *_lines(match, lang)]
    return "\n".join(lines) + "\n"


def _sum(found: list[Diagnostic], lang: str) -> str:
    severities = Counter(str(match.severity) for match in found)
    counted = [(severities[severity], COUNTED[severity][lang]) for severity in COUNTED if severities[severity]]
    return ", ".join(forms[count > 1].format(count) for count, forms in counted)


def _lines(item: Diagnostic, lang: str) -> list[str]:
    words = WORDS[lang]
    colon = words["colon"]
    lines = [f"{words[item.severity]}[{item.code}]{colon}{item.message(lang)}"]
    place = str(item.place)
    if item.value is not None:
        value = in_a_line(item.value, SHOWN_VALUE)
        place += f"{colon}{words['quoted'].format(value)}" if place else words["quoted"].format(value)
    if place:
        lines.append(f"  --> {place}")
    lines += [f"  {words['also']}{colon}{other}" for other in item.related if other != Place()]
    if text := item.help(lang):
        lines.append(f"  {words['help']}{colon}{text}")
    lines.append(f"  {words['more']}{colon}tabellion explain {item.code}")
    return lines
