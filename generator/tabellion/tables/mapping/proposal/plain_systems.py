"""The code systems that received tables are plainly of: by headings that only their publisher's tables have, by what
a heading calls the codes, and by the codes themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tabellion.tables.headings import fold

WORDS_BESIDE = re.compile(r"(code|codes|id|nr|no|num|number|numero|concept|value|kode|terminology)")


@dataclass(frozen=True, slots=True)
class PlainSystem:
    """A code system: its address, what the guide calls it, who owns it.

    `names` are what headings call its codes, letters and digits alone; `tables` the headings, all of them, of which one
    group tells a table of its publisher; `look` what its codes look like.
    """

    url: str
    name: str
    owner: str
    names: tuple[str, ...] = ()
    tables: tuple[frozenset[str], ...] = ()
    look: str = ""
    is_licensed: bool = False
    """Whether its licence keeps a guide from declaring it: what its tables give are labels of its codes."""


def _headings(*groups: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(fold, group.split("; "))) for group in groups)


PLAIN_SYSTEMS = (
    PlainSystem(
        "http://loinc.org", "LOINC", "Regenstrief Institute", ("loinc",),
        _headings("LOINC_NUM", "LoincNumber", "LOINC Code; Component; System"), "loinc", True,
    ),
    PlainSystem(
        "http://snomed.info/sct", "SNOMED CT", "SNOMED International", ("snomedct", "snomed", "sctid", "sct"),
        _headings(
            "conceptId; typeId; term; moduleId", "effectiveTime; moduleId; definitionStatusId",
            "refsetId; referencedComponentId; moduleId",
        ),
        "snomed", True,
    ),
    PlainSystem(
        "http://hl7.org/fhir/sid/icd-10-cm", "ICD-10-CM", "National Center for Health Statistics", ("icd10cm",)
    ),
    PlainSystem(
        "http://fhir.de/CodeSystem/bfarm/icd-10-gm", "ICD-10-GM", "Bundesinstitut für Arzneimittel und Medizinprodukte",
        ("icd10gm",),
    ),
    PlainSystem(
        "http://hl7.org/fhir/sid/icd-11", "ICD-11", "World Health Organization", ("icd11", "cim11", "icd11mms"),
        _headings("Foundation URI; Linearization (release) URI", "Foundation URI; Linearization URI"),
    ),
    PlainSystem(
        "http://hl7.org/fhir/sid/icd-10", "ICD-10", "World Health Organization", ("icd10", "cim10", "icd10who")
    ),
    PlainSystem(
        "http://www.whocc.no/atc", "ATC", "WHO Collaborating Centre for Drug Statistics Methodology", ("atc",),
        _headings("ATC code; ATC level name", "ATC code; DDD"),
    ),
    PlainSystem(
        "http://www.nlm.nih.gov/research/umls/rxnorm", "RxNorm", "National Library of Medicine", ("rxnorm", "rxcui"),
        _headings("RXCUI; TTY; STR"),
    ),
    PlainSystem("http://www.orpha.net", "ORPHAcodes", "Orphanet", ("orpha", "orphacode", "orphanet", "orphanumber")),
    PlainSystem(
        "http://hl7.org/fhir/sid/ndc", "NDC", "Food and Drug Administration", ("ndc", "productndc", "ndcpackagecode")
    ),
    PlainSystem("http://hl7.org/fhir/sid/cvx", "CVX", "Centers for Disease Control and Prevention", ("cvx",)),
    PlainSystem(
        "http://unitsofmeasure.org", "UCUM", "Regenstrief Institute", ("ucum",), _headings("UCUM_CODE; Description"),
        is_licensed=True,
    ),
)  # fmt: skip


def plain_system(headings: Iterable[str], code: str, look: str) -> PlainSystem | None:
    """The system that the codes of a table are of, by all its headings, the heading and the look of its codes; `None`
    where nothing tells."""
    known = set(map(fold, headings))
    of_publisher = (system for system in PLAIN_SYSTEMS if any(group <= known for group in system.tables))
    named = (system for system in PLAIN_SYSTEMS if code and names_codes_of(code, system))
    looking = (system for system in PLAIN_SYSTEMS if look and system.look == look)
    return next(of_publisher, None) or next(named, None) or next(looking, None)


def names_codes_of(heading: str, system: PlainSystem) -> bool:
    """Whether a heading is the name of a system, with no more than words for codes beside it: `Code CIM-10`."""
    folded = fold(heading)
    return any(WORDS_BESIDE.sub("", folded.replace(name, "", 1)) == "" for name in system.names if name in folded)


def names_some_system(heading: str) -> bool:
    """Whether a heading names the codes of one of the systems."""
    return any(names_codes_of(heading, system) for system in PLAIN_SYSTEMS)


# what tables call systems in their cells, where our tables do not; letters and digits alone
CALLED = {
    "ln": "http://loinc.org", "lnc": "http://loinc.org",
    "snomedinternational": "http://snomed.info/sct", "snomedctus": "http://snomed.info/sct",
    "sctuk": "http://snomed.info/sct",
    "icd10cm": "http://hl7.org/fhir/sid/icd-10-cm", "i10c": "http://hl7.org/fhir/sid/icd-10-cm",
    "icd10gm": "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
    "icd9cm": "http://hl7.org/fhir/sid/icd-9-cm", "i9c": "http://hl7.org/fhir/sid/icd-9-cm",
    "icd10pcs": "http://www.cms.gov/Medicare/Coding/ICD10",
    "ndc": "http://hl7.org/fhir/sid/ndc", "cvx": "http://hl7.org/fhir/sid/cvx",
    "cpt4": "http://www.ama-assn.org/go/cpt", "cpt": "http://www.ama-assn.org/go/cpt",
    "srt": "http://snomed.info/srt", "umls": "http://www.nlm.nih.gov/research/umls",
    "nciit": "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl",
    "ncit": "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl",
}  # fmt: skip


def systems_called(words: Sequence[str]) -> list[str]:
    """What words of a column of systems become: `LN = http://loinc.org`."""
    return [f"{word} = {CALLED[fold(word)]}" for word in words if fold(word) in CALLED]


def licensed_among(words: Sequence[str]) -> list[str]:
    """The words that name a system which no guide declares."""
    licensed = {system.url for system in PLAIN_SYSTEMS if system.is_licensed}
    return [word for word in words if address_of(word) in licensed]


def address_of(word: str) -> str:
    """The address of a system by what a table calls it, `""` where it is not known."""
    folded = fold(word)
    named = (system.url for system in PLAIN_SYSTEMS if folded == fold(system.name) or folded in system.names)
    return CALLED.get(folded) or next(named, "")
