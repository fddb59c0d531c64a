"""Texts that name a unit: « en kilogrammes » where the measure is in grams."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tabellion.artifacts.agreement.measured import Measured
from tabellion.artifacts.agreement.words import Words, named_after, words
from tabellion.diagnostics import rule
from tabellion.terminology import ucum

TEXT_IN_ANOTHER_UNIT = rule(
    "MG014",
    "text-in-another-unit",
    "warning",
    "business-rule",
    fr="le texte parle de « {said} » ({value}), mais la mesure « {measure} » est en {units} ({there})",
    en="the text mentions `{said}` ({value}), but the measurement `{measure}` is in {units} ({there})",
    help_fr="récrivez le texte, ou corrigez l'unité",
    help_en="rewrite the text, or fix the unit",
)

BEFORE = {"fr": ("en",), "en": ("in",)}
# what people call the units of everyday life, whether a sheet names them or not
USUAL: dict[str, str] = {
    "kilogramme": "kg", "kilogram": "kg", "gramme": "g", "gram": "g", "milligramme": "mg", "milligram": "mg",
    "livre": "[lb_av]", "pound": "[lb_av]", "mètre": "m", "metre": "m", "meter": "m", "centimètre": "cm",
    "centimetre": "cm", "centimeter": "cm", "millimètre": "mm", "millimetre": "mm", "pouce": "[in_i]",
    "inch": "[in_i]", "litre": "L", "liter": "L", "millilitre": "mL", "milliliter": "mL", "degré Celsius": "Cel",
    "degree Celsius": "Cel", "degré Fahrenheit": "[degF]", "degree Fahrenheit": "[degF]",
    "millimètre de mercure": "mm[Hg]", "millimetre of mercury": "mm[Hg]", "battement par minute": "/min",
    "beat per minute": "/min", "pour cent": "%", "percent": "%", "millimole par litre": "mmol/L",
    "millimole per litre": "mmol/L", "milligramme par décilitre": "mg/dL", "milligram per decilitre": "mg/dL",
    "gramme par litre": "g/L", "gram per litre": "g/L", "seconde": "s", "second": "s", "minute": "min", "heure": "h",
    "hour": "h", "jour": "d", "day": "d", "semaine": "wk", "week": "wk",
}  # fmt: skip
# words that a text puts after « en » for other reasons: « en une minute », « en heures ouvrées »
DURATIONS = frozenset({"s", "min", "h", "d", "wk"})


def check_units(measured: Measured) -> None:
    """Texts about measures name no unit that these do not have."""
    names = _names(measured)
    for _, measures, text in measured.told():
        allowed = {code: place for measure in sorted(measures) for code, place in measured.units(measure).items()}
        if not allowed:
            continue
        for lang, said in text.texts.items():
            for code, shown in named_after(words(said), BEFORE.get(lang, ()), names):
                is_duration = code in DURATIONS and not DURATIONS & allowed.keys()
                is_allowed = code in allowed or any(_is_same(code, unit) for unit in allowed)
                if not is_duration and not is_allowed:
                    measured.report.add(
                        TEXT_IN_ANOTHER_UNIT,
                        text.places[lang],
                        value=code,
                        said=shown,
                        measure=", ".join(sorted(measures)),
                        units=", ".join(allowed),
                        there=", ".join(map(str, allowed.values())),
                        related=tuple(allowed.values()),
                    )


def _is_same(code: str, unit: str) -> bool:
    """Whether two codes of UCUM mean one unit."""
    return ucum.convert(Decimal(1), code, unit) == 1


def _names(measured: Measured) -> Mapping[Words, str]:
    """The codes of units by the words that name them: those of the sheet Units, and those of everyday life."""
    found = {words(name): code for name, code in USUAL.items()}
    for row in measured.rows("units"):
        for label in row.text("label").texts.values():
            found[words(label)] = row["code"]
        if row["code"]:
            found.setdefault(words(row["code"]), row["code"])
    return {name: code for name, code in found.items() if name}
