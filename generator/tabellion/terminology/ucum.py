"""Units of measure by the Unified Code for Units of Measure: what is a code, and what was meant by one that is not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from threading import Lock
from typing import Any

SYSTEM = "http://unitsofmeasure.org"

_PARSING = Lock()
LONGEST = 256
"""Characters of the longest text that is looked at: the parser takes time by their square, no unit has that many."""

# What people write, folded to lower case, and what UCUM has for it.
_MEANT = {
    "mmhg": "mm[Hg]",
    "mm[hg]": "mm[Hg]",
    "cmh2o": "cm[H2O]",
    "mmh2o": "mm[H2O]",
    "cel": "Cel",
    "°c": "Cel",
    "ºc": "Cel",
    "degc": "Cel",
    "celsius": "Cel",
    "°f": "[degF]",
    "ºf": "[degF]",
    "degf": "[degF]",
    "fahrenheit": "[degF]",
    "°": "deg",
    "bpm": "/min",
    "mcg": "ug",
    "cc": "mL",
    "lb": "[lb_av]",
    "lbs": "[lb_av]",
    "oz": "[oz_av]",
    "in": "[in_i]",
    "inch": "[in_i]",
    "inches": "[in_i]",
    "ft": "[ft_i]",
    "feet": "[ft_i]",
    "sec": "s",
    "secs": "s",
    "second": "s",
    "seconds": "s",
    "seconde": "s",
    "secondes": "s",
    "mn": "min",
    "minute": "min",
    "minutes": "min",
    "hr": "h",
    "hrs": "h",
    "hour": "h",
    "hours": "h",
    "heure": "h",
    "heures": "h",
    "j": "d",
    "day": "d",
    "days": "d",
    "jour": "d",
    "jours": "d",
    "week": "wk",
    "weeks": "wk",
    "sem": "wk",
    "semaine": "wk",
    "semaines": "wk",
    "month": "mo",
    "months": "mo",
    "mois": "mo",
    "yr": "a",
    "yrs": "a",
    "year": "a",
    "years": "a",
    "an": "a",
    "ans": "a",
    "année": "a",
    "années": "a",
    "iu": "[IU]",
    "miu": "m[IU]",
    "ui": "[IU]",
    "mui": "m[IU]",
    "ppm": "[ppm]",
    "ppb": "[ppb]",
    "ph": "[pH]",
    "hpf": "[HPF]",
    "dpt": "[diop]",
    "dioptre": "[diop]",
    "dioptrie": "[diop]",
    "litre": "L",
    "litres": "L",
    "liter": "L",
    "liters": "L",
    "gramme": "g",
    "grammes": "g",
    "gram": "g",
    "grams": "g",
    "percent": "%",
    "pourcent": "%",
    "pourcentage": "%",
    "ohm": "Ohm",
}
_PER_VOLUME = re.compile(r"([KkMm])/([uµμ]l|[cm]?mm3|mm³|[mc]m\^3|d?l|ml)", re.IGNORECASE)
"""Thousands and millions of cells: the letter is no unit, though K is kelvin and k and m are prefixes."""
_POWERS = {"k": "10*3", "m": "10*6"}
_COUNTED_WORDS = (
    "beat beats breath breaths cell cells copies copy count counts dose doses drop drops event events puff puffs score"
    " step steps tablet tablets unit units visit visits battement battements cellule cellules copie goutte gouttes"
    " marche marches pas point points respirations"
)
_COUNTED = frozenset(_COUNTED_WORDS.split())
"""Words for what is counted: only these stand as an annotation, which counts for 1 in the unit."""
_CHARACTERS = str.maketrans(
    {
        "µ": "u",
        "μ": "u",
        "²": "2",
        "³": "3",
        "⁻": "-",
        "¹": "1",
        "⁹": "9",
        "·": ".",
        "×": "*",
        "‰": "[ppth]",
        "Ω": "Ohm",
    }
)
_WORD = re.compile(r"[^\W\d_]+|[°º][CFcf]?")
_TOKEN = re.compile(r"\{[^}]*\}|\[[^\]]*\]|[°º]?[^\W\d_]+[0-9]?[^\W\d_]*|[°º]")


@dataclass(frozen=True, slots=True)
class UnitProblem:
    """Why a text is not a UCUM code: `found` stands at `position` (from 1; after the end when it is cut short)."""

    code: str
    position: int
    found: str
    suggestion: str | None


_EVERYDAY_CODES = (
    "% 1 /min {beats}/min {score} 1/(24.h) Cel [degF] kg g mg ug ng [lb_av] m cm mm [in_i] [ft_i] kg/m2 L dL mL uL"
    " mm[Hg] kPa s min h d wk mo a mg/dL g/dL g/L mg/L ug/L ng/mL mmol/L umol/L nmol/L pmol/L mmol/mol mol/L mU/L"
    " [IU]/L U/L m[IU]/L meq/L 10*9/L 10*12/L 10*3/uL L/min mL/min m/s deg kcal Hz V mV"
)
EVERYDAY = frozenset(_EVERYDAY_CODES.split())
"""Codes of most messages, so that the parser, which takes a third of a start to make, is made for others alone."""


@lru_cache(maxsize=1)
def _parser() -> Any:
    """The parser of ucumvert's grammar, made without ucumvert itself, whose import loads pint (a third of a second).

    The grammar is a file of that package, not a name of it: its place is known of the versions that Tabellion allows.
    """
    import importlib.util
    from pathlib import Path

    from lark import Lark

    place = importlib.util.find_spec("ucumvert")
    if place is None or place.origin is None:
        raise ModuleNotFoundError("ucumvert is not installed")
    grammar = Path(place.origin).with_name("ucum_grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, start="main_term", strict=True)


def _fault(code: str) -> tuple[int, str] | None:
    """Place (from 1) and text of what stops the parser, `None` for a code of UCUM."""
    return _parsed(code) if len(code) <= LONGEST else (LONGEST + 1, code[LONGEST : LONGEST + 1])


@lru_cache(maxsize=4096)
def _parsed(code: str) -> tuple[int, str] | None:
    if code in EVERYDAY:
        return None
    from lark.exceptions import UnexpectedCharacters, UnexpectedInput

    with _PARSING:
        try:
            _parser().parse(code)
        except UnexpectedCharacters as stop:
            place = stop.pos_in_stream or 0
            return place + 1, code[place : place + 1]
        except UnexpectedInput:
            return len(code) + 1, ""
    return None


def is_valid(code: str) -> bool:
    """Whether `code` is a case-sensitive UCUM code (UCUM 2.2), `10*9/L` or `{steps}/d` for instance."""
    return _fault(code) is None


def problem(code: str) -> UnitProblem | None:
    """Why `code` is not one of UCUM, with the likely code (`mmHg`: `mm[Hg]`), `None` when it is one."""
    fault = _fault(code)
    return UnitProblem(code, *fault, _suggestion(code) if len(code) <= LONGEST else None) if fault else None


@lru_cache(maxsize=1024)
def _suggestion(code: str) -> str | None:
    """A valid code that the text probably stands for: known spellings first, annotations for other words."""
    for text in (code.strip(), "".join(code.split())):
        whole = _MEANT.get(text.casefold())
        if whole:
            return whole
    everyday = [item for item in EVERYDAY if item.casefold() == code.strip().translate(_CHARACTERS).casefold()]
    if len(everyday) == 1:
        return everyday[0]
    volume = _PER_VOLUME.fullmatch(code.strip())
    if volume:
        per = "uL" if volume[2].casefold() not in ("l", "dl", "ml") else volume[2][:-1].lower() + "L"
        return f"{_POWERS[volume[1].lower()]}/{per}"
    plain = "".join(re.sub(r"\s+(per|par)\s+", "/", code).split()).translate(_CHARACTERS).replace("^", "")
    plain = re.sub(r"^[*x]?10\*?(-?[0-9]+)(?=/|$)", r"10*\1", plain)
    for candidate in (plain, _TOKEN.sub(lambda found: _meant(found[0]), plain)):
        if candidate and candidate != code and is_valid(candidate):
            return candidate
    return None


def _meant(token: str) -> str:
    if token[0] in "{[":
        return token
    known = _MEANT.get(token.casefold())
    if known:
        return known.removeprefix("/")
    for spelling in (token, token.lower()):
        if is_valid(spelling):
            return spelling
    return "{" + token + "}" if token.isascii() and token.casefold() in _COUNTED else token


# Pint keeps what it learns of every unit: after so many it begins again, so that memory stays bounded.
_MEASURED_TOGETHER = 4096
_measured: set[str] = set()


@lru_cache(maxsize=1)
def _registry() -> Any:
    from ucumvert import PintUcumRegistry

    return PintUcumRegistry()


def comparable(item: str, other: str) -> bool:
    """Whether two codes of UCUM measure the same kind of quantity, `mg/dL` and `g/L`. False for what is no code."""
    if item == other:
        return is_valid(item)
    if not (is_valid(item) and is_valid(other)):
        return False
    with _PARSING:
        _measured.update((item, other))
        if len(_measured) > _MEASURED_TOGETHER:
            _registry.cache_clear()
            _measured.clear()
        registry = _registry()
        return bool(registry.from_ucum(item).is_compatible_with(registry.from_ucum(other)))


def convert(value: Decimal, unit: str, into: str) -> Decimal | None:
    """`value` of `unit` in the unit `into`, to 12 significant digits; `None` when the two are not comparable."""
    if not comparable(unit, into):
        return None
    with _PARSING:
        registry = _registry()
        quantity = registry.Quantity(float(value), registry.from_ucum(unit).units)
        factor = registry.from_ucum(unit).magnitude / registry.from_ucum(into).magnitude
        converted = quantity.to(registry.from_ucum(into).units).magnitude
        return Decimal(f"{converted * factor:.12g}")
