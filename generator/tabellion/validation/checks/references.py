"""References: their form, what they may lead to, and what is at hand behind them (R4 references.html)."""

from __future__ import annotations

from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.fhir.literal_references import parts
from tabellion.terminology import grammar
from tabellion.validation.checks.bindings import CODE_SYSTEM_NOT_ABSOLUTE
from tabellion.validation.state.frame import Frame
from tabellion.validation.state.location import Location
from tabellion.validation.state.walk_state import WalkState

REFERENCE_TO_WRONG_TYPE = rule(
    "VA050",
    "reference-to-wrong-type",
    "error",
    "structure",
    fr="la référence mène à « {type} », permis : {allowed}",
    en="the reference leads to `{type}`, allowed: {allowed}",
    help_fr="donnez une référence à un des types permis",
    help_en="give a reference to one of the allowed types",
)
REFERENCE_NOT_IN_BUNDLE = rule(
    "VA051",
    "reference-not-in-bundle",
    "error",
    "not-found",
    fr="« {reference} » ne mène à aucune entrée du Bundle",
    en="`{reference}` leads to no entry of the Bundle",
    help_fr="donnez à une entrée ce fullUrl, ou corrigez la référence",
    help_en="give an entry that fullUrl, or correct the reference",
)
REFERENCE_TYPE_MISMATCH = rule(
    "VA052",
    "reference-type-mismatch",
    "error",
    "structure",
    fr="Reference.type dit « {stated} », la référence mène à « {type} »",
    en="Reference.type says `{stated}`, the reference leads to `{type}`",
    help_fr="accordez les deux, ou omettez « type »",
    help_en="make the two agree, or leave `type` out",
)
TARGET_NOT_CONFORMING = rule(
    "VA053",
    "target-not-conforming",
    "error",
    "structure",
    fr="la cible de « {reference} » n'est conforme à aucun des profils demandés",
    en="the target of `{reference}` conforms to none of the profiles asked for",
    help_fr="corrigez la ressource visée : voyez ce qu'une validation selon ces profils y trouve",
    help_en="correct the target: see what a validation by these profiles finds in it",
)
MALFORMED_REFERENCE = rule(
    "VA054",
    "malformed-reference",
    "error",
    "invalid",
    fr="« {reference} » n'a pas la forme d'une référence",
    en="`{reference}` does not have the form of a reference",
    help_fr="écrivez « Type/id », une adresse absolue, « urn:uuid:… », « urn:oid:… » ou « #id »",
    help_en="write `Type/id`, an absolute address, `urn:uuid:…`, `urn:oid:…` or `#id`",
)
REFERENCE_SAYS_NOTHING = rule(
    "VA055",
    "reference-says-nothing",
    "warning",
    "incomplete",
    fr="la référence n'a ni adresse, ni identifiant, ni texte",
    en="the reference has neither address, nor identifier, nor display",
    help_fr="donnez l'un des trois",
    help_en="give one of the three",
)

CANONICAL_NOT_ABSOLUTE = rule(
    "VA056",
    "canonical-not-absolute",
    "error",
    "invalid",
    fr="l'adresse canonique « {canonical} » n'est pas absolue",
    en="the canonical address `{canonical}` is not absolute",
    help_fr="donnez l'« url » entière de la définition",
    help_en="give the whole `url` of the definition",
)
CANONICAL_NOT_CONTAINED = rule(
    "VA057",
    "canonical-not-contained",
    "error",
    "not-found",
    fr="« {canonical} » ne mène à aucune ressource contenue",
    en="`{canonical}` leads to no contained resource",
    help_fr="donnez à une ressource contenue cet identifiant, ou l'adresse entière de la définition",
    help_en="give a contained resource that id, or give the whole address of the definition",
)
IDENTIFIER_NOT_URI = rule(
    "VA058",
    "identifier-not-uri",
    "error",
    "value",
    fr="l'identifiant « {value} » n'est pas un URI, alors que son système le dit",
    en="the identifier `{value}` is no URI, although its system says so",
    help_fr="écrivez l'URI entier, « urn:oid:… » pour un OID, ou donnez un autre système",
    help_en="write the whole URI, `urn:oid:…` for an OID, or give another system",
)
TARGET_ELSEWHERE = rule(
    "VA059",
    "target-elsewhere",
    "error",
    "structure",
    fr="la cible de « {reference} » n'est pas là où le profil la veut : {allowed}",
    en="the target of `{reference}` does not stand where the profile wants it: {allowed}",
    help_fr="contained : une ressource contenue ; bundled : une entrée du même Bundle ; referenced : ailleurs",
    help_en="contained: a contained resource; bundled: an entry of the same Bundle; referenced: elsewhere",
)

_TYPE_ROOT = "http://hl7.org/fhir/StructureDefinition/"


def check(walk: WalkState, targets: tuple[str, ...], value: Json, at: Location, profile: str | None = None) -> None:
    """A Reference whose element allows `targets` (canonical addresses of types and profiles)."""
    reference = value.get("reference")
    stated = value.get("type")
    type_: str | None = None
    if isinstance(reference, str):
        type_ = _of_reference(walk, reference, targets, at, profile)
    elif not any(key in value for key in ("identifier", "display", "extension", "_reference")):
        walk.add(REFERENCE_SAYS_NOTHING, at)
    if isinstance(stated, str):
        bare = stated.removeprefix(_TYPE_ROOT)
        if type_ is not None and bare != type_ and ":" not in bare:
            walk.add(REFERENCE_TYPE_MISMATCH, at, stated=bare, type=type_)
        type_ = type_ or (bare if ":" not in bare else None)
    if type_ is not None and targets:
        allowed = walk.support.target_types(targets)
        if allowed and type_ not in allowed:
            walk.add(REFERENCE_TO_WRONG_TYPE, at, type=type_, allowed=", ".join(sorted(allowed)), profile=profile)


def _of_reference(
    walk: WalkState, reference: str, targets: tuple[str, ...], at: Location, profile: str | None
) -> str | None:
    """The type that a reference leads to, where it can be told."""
    target = walk.target(reference)
    if target is not None:
        _check_target(walk, target, reference, targets, at, profile)
        found = target.resource.get("resourceType")
        return found if isinstance(found, str) else None
    if reference.startswith("#"):
        return None
    if reference.startswith(("urn:uuid:", "urn:oid:")):
        if walk.bundle is not None:
            walk.add(REFERENCE_NOT_IN_BUNDLE, at, reference=reference)
        return None
    known = parts(reference)
    if known is None:
        return None if ":" in reference else _of_search(walk, reference, at)
    base, type_, _ = known
    if type_ in walk.support.resource_types:
        if not base and _is_of_document(walk):
            walk.add(REFERENCE_NOT_IN_BUNDLE, at, reference=reference)
        return type_
    if not base:
        walk.add(MALFORMED_REFERENCE, at, reference=reference)
    return None


def _is_of_document(walk: WalkState) -> bool:
    """Whether the walk is in the Composition of a document, which holds all that it refers to (R4 Composition)."""
    frame = walk.frame
    if frame is None or frame.resource.get("resourceType") != "Composition":
        return False
    bundle = frame.bundle
    return bundle is not None and bundle.resource.get("type") == "document"


def _of_search(walk: WalkState, reference: str, at: Location) -> str | None:
    """The type of a conditional reference, which a transaction alone may have (R4 http.html, 3.1.0.11.2)."""
    type_, search, _ = reference.partition("?")
    bundle = walk.bundle
    if not search or bundle is None or bundle.resource.get("type") != "transaction":
        walk.add(MALFORMED_REFERENCE, at, reference=reference)
        return None
    return type_ if type_ in walk.support.resource_types else None


def check_aggregation(walk: WalkState, allowed: frozenset[str], value: Json, at: Location, profile: str) -> None:
    """Where the target of a reference may stand (R4 ElementDefinition.type.aggregation).

    A target that may be in the Bundle alone is looked for where there is one: a resource by itself says nothing of it.
    """
    reference = value.get("reference")
    if not isinstance(reference, str):
        return
    if reference.startswith("#"):
        fits = "contained" in allowed
    elif "bundled" in allowed and "referenced" not in allowed:
        alone = walk.bundle is None
        fits = alone or walk.target(reference) is not None
    else:
        fits = "referenced" in allowed
    if not fits:
        walk.add(TARGET_ELSEWHERE, at, reference=reference, allowed=", ".join(sorted(allowed)), profile=profile)


def _check_target(
    walk: WalkState, target: Frame, reference: str, targets: tuple[str, ...], at: Location, profile: str | None
) -> None:
    """A target at hand against the profiles asked of it, when it is of one of their types."""
    profiles = [item for item in targets if not walk.support.is_type(item)]
    type_ = target.resource.get("resourceType")
    fitting = [item for item in profiles if walk.support.type_of_profile(item) == type_]
    if not fitting or any(walk.support.is_type(item) and item.rpartition("/")[2] == type_ for item in targets):
        return
    if not any(walk.conforms_at(target, candidate) is not False for candidate in fitting):
        walk.add(TARGET_NOT_CONFORMING, at, reference=reference, expected=", ".join(sorted(fitting)), profile=profile)


def check_canonical(walk: WalkState, value: str, at: Location) -> None:
    """A canonical address is absolute; one that begins with `#` leads to a contained resource."""
    if not value.startswith("#"):
        if ":" not in value:
            walk.add(CANONICAL_NOT_ABSOLUTE, at, canonical=value)
    elif len(value) > 1 and walk.target(value) is None:
        walk.add(CANONICAL_NOT_CONTAINED, at, canonical=value)


def check_identifier(walk: WalkState, value: Json, at: Location) -> None:
    """An identifier has an absolute system; one of the system of URIs a URI (R4 datatypes.html, 2.24.0.14)."""
    text, system = value.get("value"), value.get("system")
    if isinstance(system, str) and ":" not in system:
        walk.add(CODE_SYSTEM_NOT_ABSOLUTE, at.child("system"), system=system)
    if system == grammar.URIS and isinstance(text, str) and not grammar.is_uri(text):
        walk.add(IDENTIFIER_NOT_URI, at, value=text)
