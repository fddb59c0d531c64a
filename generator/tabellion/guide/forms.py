"""The items of the Guide sheet that have a form of their own in FHIR, and what to write."""

from __future__ import annotations

import re

from tabellion.diagnostics import Term

FORMS: dict[str, tuple[re.Pattern[str], Term]] = {
    "name": (
        re.compile(r"[A-Z][A-Za-z0-9_]{0,254}"),
        Term(
            "une majuscule, puis des lettres sans accent, des chiffres ou _ (255 au plus)",
            "a capital, then letters without accents, digits or _ (255 at most)",
        ),
    ),
    "canonical": (
        re.compile(r"https?://[^\s#?]+"),
        Term(
            "une adresse http ou https sans # ni ?, sous laquelle seront celles des artefacts",
            "an http or https address without # or ?, below which those of the artifacts will be",
        ),
    ),
    "jurisdiction": (
        re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?|\d{3}", re.ASCII),
        Term(
            "un code de pays ISO 3166 (FR, BE), ou 001 pour le monde",
            "a country code of ISO 3166 (FR, BE), or 001 for the world",
        ),
    ),
    "contact": (
        re.compile(r"(mailto:)?[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+|https?://\S+"),
        Term(
            "une adresse électronique, ou une adresse http ou https",
            "an e-mail address, or an http or https address",
        ),
    ),
}
