"""Texts that speak of another measure than the one that their row is about, or of one that was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tabellion.artifacts.agreement.measured import Measured
from tabellion.artifacts.agreement.words import Words, mentioned, words
from tabellion.diagnostics import rule
from tabellion.tables.table import Row

TEXT_ABOUT_ANOTHER_MEASURE = rule(
    "MG015",
    "text-about-another-measure",
    "warning",
    "business-rule",
    fr="le texte parle de « {value} », mais sa ligne est celle de « {measure} »",
    en="the text mentions `{value}`, but its row is that of `{measure}`",
    help_fr="relisez-le : il vient peut-être d'une autre ligne",
    help_en="read it again: it may come from another row",
)
TEXT_ABOUT_WITHDRAWN_MEASURE = rule(
    "MG016",
    "text-about-withdrawn-measure",
    "warning",
    "business-rule",
    fr="le texte parle de « {value} », une mesure retirée en {there}",
    en="the text mentions `{value}`, a measurement withdrawn at {there}",
    help_fr="récrivez le texte sans elle",
    help_en="write the text without it",
)

# where a withdrawn measure may still be spoken of, by sheet
SPOKEN = {
    "rules": ("statement",),
    "errors": ("message", "diagnostics", "cause", "remedy"),
    "flows": ("description", "preconditions", "response"),
    "usecases": ("scenario",),
    "profiles": ("title", "description"),
    "elements": ("short", "definition", "comment"),
    "searches": ("rule", "description"),
    "capabilities": ("description",),
    "capability-rows": ("documentation",),
}


def check_subjects(measured: Measured) -> None:
    """Texts about a measure name it or no other; no text names a measure that was withdrawn."""
    names = _by_language(measured.measures.values())
    for _, measures, text in measured.told():
        # what is computed is told by what it is computed from
        if any(measured.measures[measure]["feeding"] == "computed" for measure in measures):
            continue
        for lang, said in text.texts.items():
            found = mentioned(words(said), names.get(lang, {}))
            if found and not found & measures:
                other = measured.measures[min(found)]
                label = other.text("label")
                measured.report.add(
                    TEXT_ABOUT_ANOTHER_MEASURE,
                    text.places[lang],
                    value=label.in_(lang),
                    measure=", ".join(sorted(measures)),
                    related=(label.places.get(lang, label.place),),
                )
    _check_withdrawn(measured)


def _check_withdrawn(measured: Measured) -> None:
    withdrawn = {
        row["id"]: row for row in measured.workspace.left_out("measures") if row["id"] and row["status"] == "withdrawn"
    }
    names = _by_language([*measured.measures.values(), *withdrawn.values()])
    for sheet, columns in SPOKEN.items() if withdrawn else ():
        for row in measured.rows(sheet):
            for text in map(row.text, columns):
                for lang, said in text.texts.items():
                    for name in sorted(mentioned(words(said), names.get(lang, {})) & withdrawn.keys()):
                        there = withdrawn[name].at("status")
                        label = withdrawn[name].text("label").in_(lang)
                        measured.report.add(
                            TEXT_ABOUT_WITHDRAWN_MEASURE,
                            text.places[lang],
                            value=label,
                            there=str(there),
                            related=(there,),
                        )


def _by_language(rows: Iterable[Row]) -> Mapping[str, Mapping[Words, str]]:
    """The ids of measures by the words of their labels, for each language; a label of two measures means neither."""
    found: dict[str, dict[Words, str]] = {}
    doubled: set[tuple[str, Words]] = set()
    for row in rows:
        for lang, label in row.text("label").texts.items():
            said = words(label)
            if said and found.setdefault(lang, {}).setdefault(said, row["id"]) != row["id"]:
                doubled.add((lang, said))
    for lang, said in doubled:
        del found[lang][said]
    return found
