"""The forms of texts that cells hold: versions, addresses, requests, names. A column declares which of them it has."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tabellion.diagnostics import Term

LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class TextForm:
    """What all values of a column look like: `pattern` matches a value from end to end, `expected` tells people.

    A value is never longer than `longest` characters.
    """

    pattern: re.Pattern[str]
    expected: Term
    longest: int = LONGEST

    def fits(self, text: str) -> bool:
        """Whether a value has this form."""
        return len(text) <= self.longest and self.pattern.fullmatch(text) is not None


def _form(pattern: str, fr: str, en: str, longest: int = LONGEST) -> TextForm:
    return TextForm(re.compile(pattern), Term(fr, en), longest)


# one digit at least: 2.77, 2024-03, 5.1.0-ballot, or the address that is a version of SNOMED CT
VERSION = _form(
    r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._+\-]*|https?://\S+",
    "une version, ex. 1.2.0 ou 2024-03",
    "a version, for instance 1.2.0 or 2024-03",
    255,
)
# R4 Datatypes, 2.24.0.1 (code): no blanks at the ends, one between two words
CODE = _form(
    r"[^\s\u00a0]+( [^\s\u00a0]+)*",
    "un code : ni espace double, ni retour à la ligne",
    "a code: no two blanks together, no line break",
)
# ElementDefinition ids with slices, and positions of what repeats in an example
ELEMENT = _form(
    r"[A-Za-z][A-Za-z0-9_]*(\[(x|\d+)\])?(:[A-Za-z0-9/_@\[\]\-]+(\.[A-Za-z0-9/_@\[\]\-]+)*(\[\d+\])?)?"
    r"(\.[A-Za-z][A-Za-z0-9_]*(\[(x|\d+)\])?(:[A-Za-z0-9/_@\[\]\-]+(\[\d+\])?)?)*",
    "l'identifiant FHIR d'un élément, ex. Observation.component:droite.code",
    "the FHIR id of an element, for instance Observation.component:right.code",
)
SLICE = _form(
    r"[A-Za-z0-9/_@\[\]\-]+",
    "un nom de tranche : lettres sans accent, chiffres, - _ / @ [ ]",
    "the name of a slice: letters without accents, digits, - _ / @ [ ]",
    255,
)
CODE_OF_SYSTEM = _form(
    r"[^\s#]([^#\n]*[^\s#])?#[^\s#]+( [^\s#]+)*",
    "système#code, ex. LOINC#33452-4",
    "system#code, for instance LOINC#33452-4",
)
METHOD = _form(
    r"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)",
    "une méthode HTTP : GET, POST, PUT, PATCH, DELETE",
    "an HTTP method: GET, POST, PUT, PATCH, DELETE",
)
_TARGET = r"(\[base\]|https?://[^\s/]+|/|[A-Z][A-Za-z]*[/?]|\$[a-z])\S*"
REQUEST_TARGET = _form(
    rf"{_TARGET}|[A-Z][A-Za-z]+",
    "un chemin de requête, ex. [base]/Observation",
    "the path of a request, for instance [base]/Observation",
)
REQUEST = _form(
    rf"((GET|HEAD|POST|PUT|PATCH|DELETE) )?{_TARGET}|[A-Za-z_][A-Za-z0-9_.:\-]*=\S+",
    "une requête, ex. GET [base]/Observation?code=33452-4",
    "a request, for instance GET [base]/Observation?code=33452-4",
)
EXAMPLE_OR_REQUEST = _form(
    rf"[A-Za-z0-9\-.]{{1,64}}|{REQUEST.pattern.pattern}",
    "l'identifiant d'un exemple, ou une requête, ex. GET [base]/Observation?code=33452-4",
    "the id of an example, or a request, for instance GET [base]/Observation?code=33452-4",
)
# RFC 9110, 5.1 and 5.5: a name, a colon, a value
HEADER = _form(
    r"[A-Za-z0-9!#$%&'*+.^_`~\-]+: ?[^\s:][^\n]*",
    "un en-tête, ex. Authorization: Bearer [jeton d'accès]",
    "a header, for instance Authorization: Bearer [access token]",
)
PARAMETER_NAME = _form(
    r"[A-Za-z_][A-Za-z0-9_.:\-]*",
    "un nom de paramètre, ex. date",
    "the name of a parameter, for instance date",
    255,
)
HEADER_PARAMETER_OR_ELEMENT = _form(
    r"[A-Za-z_][A-Za-z0-9_.\-]*(\[x\][A-Za-z0-9_.\-]*)?",
    "le nom d'un en-tête ou d'un paramètre, ou un élément, ex. Observation.subject",
    "the name of a header or a parameter, or an element, for instance Observation.subject",
    255,
)
MEDIA_TYPE = _form(
    r"[a-z]+|[a-z]+/[a-z0-9.+\-]+(; ?[a-z\-]+=[A-Za-z0-9.\-]+)*",
    "un format, ex. json ou application/fhir+json",
    "a format, for instance json or application/fhir+json",
    255,
)
# of lists that others keep, such as the transactions of IHE
NAME_OF_OTHERS = _form(
    r"[A-Za-zÀ-ÿ][\w .,;:/()\[\]’'+&–\-]*",
    "un nom : des lettres d'abord, puis lettres, chiffres et ponctuation",
    "a name: letters first, then letters, digits and punctuation",
    255,
)
REFERENCE = _form(
    r"([A-Z][A-Za-z]+/)?[A-Za-z0-9][A-Za-z0-9\-.]{0,63}|https?://\S+",
    "Type/identifiant, ex. StructureDefinition/debit",
    "Type/id, for instance StructureDefinition/flow",
)
RULE = _form(
    r"[A-Z]{2}\d{3}|[A-Z][A-Za-z0-9_^#.\-]{3,}",
    "un code de règle, ex. TX003, ou l'identifiant d'un message du validateur officiel",
    "the code of a rule, for instance TX003, or the id of a message of the official validator",
    255,
)
FHIRPATH = _form(
    r"(?=[\s\S]*[A-Za-z%$(])[^=\s][\s\S]*",
    "une expression FHIRPath, ex. Observation.value.ofType(Quantity)",
    "a FHIRPath expression, for instance Observation.value.ofType(Quantity)",
    10_000,
)
ADDRESS = _form(
    r"https?://\S+",
    "une adresse, ex. http://hl7.org/fhir/SearchParameter/clinical-code",
    "an address, for instance http://hl7.org/fhir/SearchParameter/clinical-code",
)
ELEMENT_OR_CODE = _form(
    r"[A-Za-z0-9][^\s\"«»=;!#]*",
    "l'élément comme l'avertissement le montre, ou le code en cause",
    "the element as the warning shows it, or the code at fault",
)
