"""Types of an element: what may take the place of what, and where a type's definition is."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from tabellion.diagnostics import rule
from tabellion.elements.types import codes, last_part
from tabellion.fhir.definitions import SYSTEM_TYPE, TYPE_ROOT, Definitions
from tabellion.fhir.json import Json
from tabellion.snapshot.additional_bases import IMPOSED, named_beside
from tabellion.snapshot.problems import Problems
from tabellion.snapshot.wellformed import can_be_seen

TYPE_NOT_ALLOWED = rule(
    "SN011",
    "type-not-allowed",
    "error",
    "structure",
    fr="le type « {type} » n'est pas permis ici : l'élément hérité a {allowed}",
    en="the type `{type}` is not allowed here: the inherited element has {allowed}",
    help_fr="choisissez parmi les types de l'élément hérité",
    help_en="choose among the types of the inherited element",
)
UNKNOWN_TYPE = rule(
    "SN033",
    "unknown-type",
    "error",
    "not-found",
    fr="le type « {type} » n'a de définition dans aucun paquet",
    en="the type `{type}` has no definition in any package",
    help_fr="vérifiez le nom du type et la version de FHIR, ou ajoutez le paquet qui le définit",
    help_en="check the type's name and the version of FHIR, or add the package that defines it",
)
PROFILE_OF_ANOTHER_TYPE = rule(
    "SN012",
    "profile-of-another-type",
    "error",
    "structure",
    fr="le profil « {profile} » porte sur « {found} », l'élément est de type « {type} »",
    en="the profile `{profile}` is about `{found}`, the element is of type `{type}`",
    help_fr="donnez un profil du type de l'élément",
    help_en="give a profile of the element's type",
)
REFERENCE_TARGET_NOT_ALLOWED = rule(
    "SN034",
    "reference-target-not-allowed",
    "error",
    "structure",
    fr="la cible « {target} » n'est pas permise : l'élément hérité a {allowed}",
    en="the target `{target}` is not allowed: the inherited element has {allowed}",
    help_fr="choisissez une cible de l'élément hérité, ou un profil de l'une d'elles",
    help_en="choose a target of the inherited element, or a profile of one of them",
)

ANY = "http://hl7.org/fhir/StructureDefinition/Resource"
# Elements of the type Resource whose definition allows one type of resource alone.
MEANT_TYPES = {"Bundle.entry.response.outcome": "OperationOutcome"}
BASE: Json = {
    "resourceType": "StructureDefinition",
    "url": TYPE_ROOT + "Base",
    "kind": "complex-type",
    "abstract": True,
    "type": "Base",
    "snapshot": {
        "element": [
            {"id": "Base", "path": "Base", "min": 0, "max": "*", "base": {"path": "Base", "min": 0, "max": "*"}},
        ]
    },
}
"""The root of all types, for versions of FHIR whose package does not have it: logical models of R4 rest on it too."""


class TypeSystem:
    """Questions about types and profiles, answered from definitions and remembered."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._found: dict[str, Json] = {}

    def definition(self, canonical: str) -> Json | None:
        """The StructureDefinition of an address; a version that is not at hand gives the one that is.

        `None` where there is none, or where what it says of itself cannot be read.
        """
        known = self._found.get(canonical)
        if known is None:
            found = self._definitions.get(canonical, "StructureDefinition")
            if found is None and "|" in canonical:
                return self.definition(canonical.partition("|")[0])
            if found is None and canonical == BASE["url"]:
                found = BASE
            if found is not None and can_be_seen(found):
                known = self._found[canonical] = found  # what is not there yet may come: a guide in the making grows
        return known

    def of_type(self, code: str) -> Json | None:
        """The definition of a type by its code or its address."""
        return self.definition(code if ":" in code else TYPE_ROOT + code)

    def line(self, definition: Json) -> Iterator[Json]:
        """A definition and those it is derived from, nearest first; a circle ends where it closes."""
        seen = set()
        current: Json | None = definition
        while current is not None and current["url"] not in seen:
            seen.add(current["url"])
            yield current
            parent = current.get("baseDefinition")
            current = self.definition(parent) if parent else None

    def is_whole(self, definition: Json) -> bool:
        """Whether all that a definition is derived from is at hand."""
        *_, last = self.line(definition)
        parent = last.get("baseDefinition")
        return not parent or self.definition(parent) is not None

    def ancestors(self, code: str) -> tuple[str, ...] | None:
        """A type and all it specializes, as codes; `None` for a type without definition."""
        known = self._ancestors.get(code)
        if known is None and (found := self.of_type(code)) is not None:
            known = (code, *dict.fromkeys(step.get("type", "") for step in self.line(found)))
            if "|" not in code:
                self._ancestors[code] = known
        return known

    def repeats(self, extension: str) -> bool:
        """Whether an element may have an extension more than once; one without definition at hand may be."""
        definition = self.definition(extension) or {}
        for view in ("snapshot", "differential"):
            elements = definition.get(view, {}).get("element") or [{}]
            if "max" in elements[0]:
                return bool(elements[0]["max"] != "1")
        return True

    def fits(self, code: str, inherited: str) -> bool:
        """Whether a type may stand where `inherited` is allowed: the same, or one of an abstract type's kinds."""
        if code == inherited or _tail(code) == _tail(inherited):
            return True
        if inherited.startswith(SYSTEM_TYPE) or code.startswith(SYSTEM_TYPE):
            return code[:1].islower() or inherited[:1].islower() or code.startswith(SYSTEM_TYPE)
        allowed = self.of_type(inherited)
        if allowed is None or not (allowed.get("abstract") or allowed.get("kind") == "logical"):
            return False
        return inherited in (self.ancestors(code) or ())

    def profile_fits(self, profile: Json, code: str) -> bool:
        """Whether a profile is about a type or a kind of it."""
        about = profile.get("type", "")
        return self.fits(about, code) or code in (self.ancestors(about) or ())

    def target_fits(self, target: str, allowed: list[str]) -> bool:
        """Whether a target profile is one of those allowed or derived from one; what is not at hand may be."""
        wanted = {item.partition("|")[0] for item in allowed}
        if ANY in wanted or target.partition("|")[0] in wanted:
            return True
        definition = self.definition(target)
        if definition is None:
            return True
        if not self.is_whole(definition):
            return True
        line = list(self.line(definition))
        imposed = (url for step in line for url in named_beside(step, IMPOSED))
        return any(step["url"] in wanted for step in line) or any(item in wanted for item in imposed)


def _tail(code: str) -> str:
    return last_part(code) if code.startswith(TYPE_ROOT) else code


FHIR_TYPE = TYPE_ROOT + "structuredefinition-fhir-type"


def primitive_of(element: Json) -> str | None:
    """The primitive type of an element whose code is one of FHIRPath's, where FHIR states it beside: ids, values."""
    for type_ref in element.get("type", ()):
        if type_ref.get("code", "").startswith(SYSTEM_TYPE):
            for extension in type_ref.get("extension", ()):
                if extension.get("url") == FHIR_TYPE:
                    return str(extension.get("valueUrl") or extension.get("valueUri") or "") or None
    return None


def is_primitive_value(element: Json) -> bool:
    """Whether an element is the `value` of a primitive type, which is a text, a number or a truth value."""
    path: str = element.get("base", {}).get("path", "")
    return path[:1].islower() and path.endswith(".value") and primitive_of(element) is not None


def profiles(element: Json) -> set[str]:
    """The profiles that the element's types name."""
    return {profile for type_ref in element.get("type", ()) for profile in type_ref.get("profile", ())}


def merge_types(out: Json, change: Json, element_id: str, problems: Problems, system: TypeSystem) -> None:
    """The types as stated, in place of all inherited ones; each fits one of them (R4 profiling, Limitations of Use)."""
    stated = change.get("type")
    if not stated:
        return
    inherited = out.get("type", [])
    if inherited:
        for statement in stated:
            _check_type(statement, inherited, element_id, problems, system)
    out["type"] = stated


def _check_type(stated: Json, inherited: list[Json], element_id: str, problems: Problems, system: TypeSystem) -> None:
    code = stated.get("code", "")
    matching = [item for item in inherited if system.fits(code, item.get("code", ""))]
    if not matching:
        known = code.startswith(SYSTEM_TYPE) or system.of_type(code) is not None
        if known:
            allowed = ", ".join(item.get("code", "") for item in inherited)
            near = difflib.get_close_matches(code, codes({"type": inherited}), 1)
            suggestion = near[0] if near else None
            problems.stop(TYPE_NOT_ALLOWED, element_id, suggestion=suggestion, type=code, allowed=allowed)
        else:
            problems.error(UNKNOWN_TYPE, element_id, type=code)
        return
    for target in stated.get("targetProfile", ()):
        allowed_targets = [candidate.get("targetProfile", [ANY]) for candidate in matching]
        if not any(system.target_fits(target, targets) for targets in allowed_targets):
            allowed = ", ".join(last_part(item) for targets in allowed_targets for item in targets)
            problems.error(REFERENCE_TARGET_NOT_ALLOWED, element_id, target=target, allowed=allowed)


def check_profiles(change: Json, inherited: Json, element_id: str, problems: Problems, system: TypeSystem) -> None:
    """Each stated profile is about the type that it stands on."""
    stated = change.get("type")
    if not stated:
        return
    meant = MEANT_TYPES.get(inherited.get("base", {}).get("path", ""))
    for type_ref in stated:
        code = meant or type_ref.get("code", "")
        siblings: list[Json | None] = type_ref.get("_profile", [])
        for position, canonical in enumerate(type_ref.get("profile", ())):
            profile = system.definition(canonical)
            of_element = position < len(siblings) and siblings[position]
            if profile is not None and not of_element and not system.profile_fits(profile, code):
                problems.stop(
                    PROFILE_OF_ANOTHER_TYPE, element_id, profile=canonical, found=profile.get("type"), type=code
                )
