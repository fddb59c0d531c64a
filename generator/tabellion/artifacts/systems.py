"""What a cell in a column System means: a known name, an id of the guide, an OID or an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from tabellion.artifacts.address_forms import comparable
from tabellion.diagnostics import Place, Report, rule
from tabellion.elements.primitives import ADDRESS
from tabellion.fhir.definitions import Definitions
from tabellion.tables.damage import concept_of_rounded
from tabellion.tables.headings import fold
from tabellion.tables.literals import OID
from tabellion.tables.table import Row
from tabellion.terminology import loinc, snomed, ucum
from tabellion.terminology.identifiers import systems_by_identifier, systems_by_name
from tabellion.terminology.known_systems import KNOWN_SYSTEMS

FALSE_LOINC_CHECK_DIGIT = rule(
    "CS001",
    "false-loinc-check-digit",
    "error",
    "code-invalid",
    fr="la clé de contrôle du code LOINC « {value} » est fausse",
    en="the check digit of the LOINC code `{value}` is false",
    help_fr="relisez le code à la source",
    help_en="read the code again at its source",
)
NOT_A_LOINC_CODE = rule(
    "CS002",
    "not-a-loinc-code",
    "error",
    "code-invalid",
    fr="« {value} » n'a pas la forme d'un code LOINC",
    en="`{value}` does not have the form of a LOINC code",
    help_fr="des chiffres, un tiret, une clé de contrôle, ex. 33452-4",
    help_en="digits, a hyphen, a check digit, for instance 33452-4",
)
FALSE_SNOMED_CHECK_DIGIT = rule(
    "CS003",
    "false-snomed-check-digit",
    "error",
    "code-invalid",
    fr="« {value} » n'est pas un identifiant SNOMED CT (clé de contrôle fausse)",
    en="`{value}` is not a SNOMED CT identifier (false check digit)",
    help_fr="relisez le code à la source",
    help_en="read the code again at its source",
)
UNKNOWN_UCUM_CODE = rule(
    "CS004",
    "unknown-ucum-code",
    "error",
    "code-invalid",
    fr="« {value} » n'est pas une unité UCUM",
    en="`{value}` is not a UCUM unit",
    help_fr="la casse compte : kg, mm[Hg], /min",
    help_en="case matters: kg, mm[Hg], /min",
)

OID_PREFIX = "urn:oid:"
LOINC, SNOMED, UCUM = "http://loinc.org", "http://snomed.info/sct", "http://unitsofmeasure.org"
LOINC_FORMS = re.compile(r"\d{1,7}-\d|(LA|LP|LL|LG|MTHU)\d+(-\d)?")


class SystemNames:
    """The code systems that cells may name, by everything that they may be called.

    `rows` are those of the sheets Code systems and Naming systems: their names, and systems that everybody knows, come
    first. `outside` has those of packages, which are read when a cell names something that nobody else knows. To name
    a system publishes nothing of it.
    """

    def __init__(self, rows: Iterable[Row], canonical: str, outside: Definitions | None = None) -> None:
        self._outside = outside
        self._by_name: dict[str, str] = {}
        self._by_oid: dict[str, str] = {}
        self._by_address: dict[str, str] = {}
        self._by_text: dict[str, str | None] = {}
        self.names: list[str] = []
        for known in KNOWN_SYSTEMS:
            self._add(known.names, known.oid, known.url)
        for row in rows:
            if row.sheet.key == "namingsystems":
                if row["naming_kind"] == "codesystem" and row["uri"]:
                    self._add((row["id"], row["name"], str(row.text("title"))), row["oid"], row["uri"])
                continue
            url = row["url"] or f"{canonical.rstrip('/')}/CodeSystem/{row['id']}"
            self._add((row["id"], row["name"], str(row.text("title"))), row["oid"], url)

    def _add(self, names: Iterable[str | None], oid: str | None, url: str) -> None:
        for name in filter(None, names):
            self._by_name.setdefault(fold(name), url)
            self.names.append(name)
        self._by_address.setdefault(comparable(url), url)
        if oid:
            self._by_oid.setdefault(oid, url)

    def url(self, text: str) -> str | None:
        """The address that a cell means, without a version; `None` for a name that nobody knows.

        An OID with its prefix is an address of its own, for systems that have no other (R4 Terminologies, 4.1.4).
        """
        if text not in self._by_text:
            self._by_text[text] = self._meant(text)
        return self._by_text[text]

    def _meant(self, text: str) -> str | None:
        bare = text.partition("|")[0].strip()
        oid = bare[len(OID_PREFIX) :] if bare[: len(OID_PREFIX)].lower() == OID_PREFIX else bare
        if OID.fullmatch(oid):
            known = self._by_oid.get(oid) or self._by_identifier.get(oid)
            return known or (OID_PREFIX + oid if bare != oid else None)
        if ADDRESS.fullmatch(bare):
            return self._by_address.get(comparable(bare)) or self._other_address(bare)
        return self._by_name.get(fold(bare)) or self._by_outside_name.get(fold(bare))

    def _other_address(self, address: str) -> str:
        """The address of a system by another URI of its own; an address that some system has stands for itself."""
        is_plain = self._outside is None or address.startswith(("http://", "https://"))
        return address if is_plain else self._by_identifier.get(address, address)

    @cached_property
    def _by_identifier(self) -> Mapping[str, str]:
        return systems_by_identifier(self._outside) if self._outside is not None else {}

    @cached_property
    def _by_outside_name(self) -> Mapping[str, str]:
        named = systems_by_name(self._outside) if self._outside is not None else {}
        found: dict[str, str] = {}
        doubled: set[str] = set()
        for name, url in named.items():
            if found.setdefault(fold(name), url) != url:
                doubled.add(fold(name))
        return {name: url for name, url in found.items() if name not in doubled}


def check_code(system: str, code: str, place: Place, report: Report, longer: Mapping[str, str] | None = None) -> None:
    """Check the form and the check digit of a code of LOINC, SNOMED CT or UCUM.

    `longer` has codes stated elsewhere by how they end: a code that lost its first digits may be meant for one.
    """
    if system == LOINC:
        if not LOINC_FORMS.fullmatch(code):
            report.add(NOT_A_LOINC_CODE, place, value=code, suggestion=loinc.with_check_digit(code))
        elif not loinc.is_part_or_answer(code) and not loinc.check_digit_ok(code):
            near = (longer or {}).get(code) or loinc.with_check_digit(code)
            report.add(FALSE_LOINC_CHECK_DIGIT, place, value=code, suggestion=near)
    elif system == SNOMED:
        if not (snomed.is_concept(code) or snomed.is_expression(code)):
            report.add(FALSE_SNOMED_CHECK_DIGIT, place, value=code, suggestion=concept_of_rounded(code))
    elif system == UCUM and (problem := ucum.problem(code)) is not None:
        report.add(UNKNOWN_UCUM_CODE, place, value=code, suggestion=problem.suggestion)
