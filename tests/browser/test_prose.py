"""The pages of the sample guide, read from the first to the last for what a program can see of their prose."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from prose import acronyms, blocks, faults
from sample_site import LANGS, SampleSite, parsed

# people's own words, of a review that was frozen
OF_PEOPLE = re.compile(r"(^|/)concertation/")
VERBS = frozenset(["DOIT", "DEVRAIT", "PEUT", "NE", "PAS", "SHALL", "SHOULD", "MAY", "NOT", "OR", "IN"])
"""Words that stand in capitals for their force: those of requirements, which the page of words and signs explains."""
ALLOWED = {
    "POST": "a method of HTTP, which the glossary explains",
    "GET": "a method of HTTP, which the glossary explains",
    "CSV": "a file format that its readers know by this name",
    "SYSID": "a code of HL7's guide Personal Health Device, with its display beside it",
    "BTMAC": "a code of HL7's guide Personal Health Device, with its display beside it",
    "DE": "an official label in capitals",
    "POULS": "an official label in capitals",
    "NON": "an official label in capitals",
    "AUTRES": "an official label in capitals",
    "URL": "in FHIR's own definitions",
    "API": "in FHIR's own definitions",
    "JWT": "in FHIR's own definitions",
    "UDI": "in FHIR's own definitions",
    "NTP": "in FHIR's own definitions",
    "NTP4": "in FHIR's own definitions",
}


@cache
def texts(path: Path, lang: str) -> list[str]:
    """The blocks of a page that has prose."""
    return blocks(parsed(path).find("body"), lang)


def pages(site: SampleSite, lang: str) -> list[Path]:
    """The pages of a language; addresses that only lead on have no text."""
    own = [
        path for path in site.pages() if path.relative_to(site.folder).as_posix().startswith("en/") == (lang == "en")
    ]
    return [path for path in own if parsed(path).find(".//main") is not None]


@pytest.mark.parametrize("lang", LANGS)
def test_no_page_breaks_a_rule_of_prose(site: SampleSite, lang: str) -> None:
    """Each fault once, with the first page that has it."""
    found: dict[str, str] = {}
    for path in pages(site, lang):
        name = path.relative_to(site.folder).as_posix()
        if not OF_PEOPLE.search(name):
            for text in texts(path, lang):
                for fault in faults(text, lang):
                    found.setdefault(fault, name)
    assert [] == [f"{name}: {fault}" for fault, name in found.items()]


@pytest.mark.parametrize("lang", LANGS)
def test_the_glossary_has_every_acronym(site: SampleSite, lang: str) -> None:
    """Every acronym that stands in prose is an entry of the glossary, or is allowed for a reason."""
    glossary = " ".join(texts(site.path("glossaire.html", lang), lang))
    found: dict[str, str] = {}
    for path in pages(site, lang):
        name = path.relative_to(site.folder).as_posix()
        if not OF_PEOPLE.search(name):
            for text in texts(path, lang):
                for word in acronyms(text):
                    found.setdefault(word, f"{name}: {text[:60]}")
    missing = {
        word: where
        for word, where in found.items()
        if word not in VERBS and word not in ALLOWED and not re.search(rf"\b{re.escape(word)}\b", glossary)
    }
    assert {} == missing
