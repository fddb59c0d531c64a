"""The address of a system, of codes or of identifiers (R4 datatypes.html, Coding.system and Identifier.system)."""

from __future__ import annotations

import re

from tabellion.diagnostics import Term, rule
from tabellion.fhir.definitions import FHIR_ROOT
from tabellion.fhir.literal_references import is_absolute
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

CODE_SYSTEM_NOT_ABSOLUTE = rule(
    "TX010",
    "code-system-not-absolute",
    "error",
    "code-invalid",
    fr="le système « {system} » n'est pas une adresse absolue",
    en="the system `{system}` is not an absolute address",
    help_fr="donnez l'adresse officielle du système de codes ou d'identifiants, « urn:oid:… » pour un OID",
    help_en="give the official address of the system of codes or identifiers, `urn:oid:…` for an OID",
)
SYSTEM_NOT_OF_HL7 = rule(
    "TX013",
    "system-not-of-hl7",
    "error",
    "not-found",
    fr="l'adresse du système « {system} » est de celles d'HL7, {reason}",
    en="the address of the system `{system}` is one of HL7's, {reason}",
    help_fr="vérifiez l'adresse, ou ajoutez le paquet qui définit le système (--package)",
    help_en="check the address, or add the package that defines the system (--package)",
)
SUPPLEMENT_AS_SYSTEM = rule(
    "TX014",
    "supplement-as-system",
    "error",
    "invalid",
    fr="« {system} » est un complément, pas un système de codes",
    en="`{system}` is a supplement, not a code system",
    help_fr="donnez l'adresse du système de codes qu'il complète",
    help_en="give the address of the code system that it supplements",
)
VALUE_SET_AS_SYSTEM = rule(
    "TX018",
    "value-set-as-system",
    "error",
    "invalid",
    fr="« {system} » est un jeu de valeurs, pas un système de codes",
    en="`{system}` is a value set, not a code system",
    help_fr="donnez l'adresse du système de codes d'où le jeu de valeurs prend le code",
    help_en="give the address of the code system that the value set takes the code from",
)

_UNPUBLISHED = Term("qui n'a rien publié à cette adresse", "which has published nothing there")
_IN_NO_PACKAGE = Term("et aucun paquet disponible ne le définit", "and no available package defines it")
_TERMINOLOGY = "http://terminology.hl7.org/"
_GONE = re.compile(r"http://hl7\.org/fhir/v[23]/")
"""Where the tables of HL7 version 2 and 3 stood before R4."""
_OF_IDENTIFIERS = "http://hl7.org/fhir/sid/"


def check(walk: WalkState, system: str, at: Location, key: str = "system", *, of_codes: bool = True) -> bool:
    """The system of what stands at a place: whether it is an address, which what it is the system of can rest on."""
    if not is_absolute(system):
        # Of a concept the text counts as well; a Coding by itself, a unit or an identifier says nothing without system.
        holder = at.above.property if at.above is not None else None
        of_concept = holder is not None and holder.type.code == "CodeableConcept"
        walk.add(CODE_SYSTEM_NOT_ABSOLUTE, at.child(key), system=system, weight="warning" if of_concept else None)
        return False
    if system.startswith((FHIR_ROOT, _TERMINOLOGY)):
        _of_hl7(walk, system, at.child(key))
    known = walk.support.terminology.systems.get(system)
    if known is None and of_codes and walk.support.definitions.get(system, "ValueSet") is not None:
        walk.add(VALUE_SET_AS_SYSTEM, at.child(key), system=system)
    if known is not None and known.supplements:
        walk.add(SUPPLEMENT_AS_SYSTEM, at.child(key), system=system, suggestion=known.supplements)
    return True


def _of_hl7(walk: WalkState, system: str, at: Location) -> None:
    """Below these addresses HL7 alone publishes; what the packages at hand do not have is not there.

    That of a guide or of another version of FHIR is in its own package, which need not be at hand; so is what was
    published since the core where the package of HL7's terminology is not.
    """
    support = walk.support
    if support.definitions.get(system) is not None or system in support.named_systems:
        return
    if system.startswith(_TERMINOLOGY):
        if support.has_terminology_of_hl7:
            walk.add(SYSTEM_NOT_OF_HL7, at, system=system, reason=_UNPUBLISHED)
    elif _GONE.match(system) is not None:
        walk.add(SYSTEM_NOT_OF_HL7, at, system=system, reason=_UNPUBLISHED)
    elif not system.startswith(_OF_IDENTIFIERS):
        walk.add(SYSTEM_NOT_OF_HL7, at, system=system, reason=_IN_NO_PACKAGE, weight="warning")
