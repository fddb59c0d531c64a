"""References: their form, what they may lead to, and what is at hand behind them (R4 references.html)."""

from __future__ import annotations

from tabellion.diagnostics import Term, rule
from tabellion.elements.primitives import FORMS
from tabellion.fhir.json import Json
from tabellion.fhir.literal_references import (
    has_blanks,
    implied_type,
    is_absolute,
    is_uri_reference,
    parts,
    searched_type,
)
from tabellion.terminology import grammar
from tabellion.validation.checks import systems
from tabellion.validation.checks.known_profiles import not_known
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
    fr="« {reference} » ne mène à aucune entrée du Bundle{but}",
    en="`{reference}` leads to no entry of the Bundle{but}",
    help_fr="donnez à une entrée ce fullUrl, ou corrigez la référence",
    help_en="give an entry that fullUrl, or correct the reference",
)
REFERENCE_TYPE_MISMATCH = rule(
    "VA052",
    "reference-type-mismatch",
    "error",
    "structure",
    fr="Reference.type indique « {stated} », la référence mène à « {type} »",
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
CONDITIONAL_REFERENCE_OUTSIDE_TRANSACTION = rule(
    "VA067",
    "conditional-reference-outside-transaction",
    "error",
    "invalid",
    fr="« {reference} » est une recherche, que seul un Bundle de type transaction admet à la place d'une référence",
    en="`{reference}` is a search, which only a Bundle of type transaction has in place of a reference",
    help_fr="donnez l'adresse de la ressource, ou son identifiant métier dans « identifier »",
    help_en="give the address of the resource, or its business identifier in `identifier`",
)
UNUSUAL_REFERENCE = rule(
    "VA068",
    "unusual-reference",
    "warning",
    "invalid",
    fr="« {reference} » est une adresse, mais pas celle d'une ressource : aucune cible n'a été cherchée",
    en="`{reference}` is an address, but not that of a resource: no target was looked for",
    help_fr="écrivez « Type/id », une adresse absolue, « urn:uuid:… », « urn:oid:… » ou « #id »",
    help_en="write `Type/id`, an absolute address, `urn:uuid:…`, `urn:oid:…` or `#id`",
)
REFERENCE_BESIDE_ENTRIES = rule(
    "VA066",
    "reference-beside-entries",
    "warning",
    "not-found",
    fr="« {reference} » ne mène à aucune entrée du Bundle{but}",
    en="`{reference}` leads to no entry of the Bundle{but}",
    help_fr="donnez à une entrée ce fullUrl, ou corrigez la référence, si la cible doit être dans le Bundle",
    help_en="give an entry that fullUrl, or correct the reference, if the target is to be in the Bundle",
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
    fr="l'identifiant « {value} » n'est pas un URI, alors que son système l'indique",
    en="the identifier `{value}` is not a URI, although its system says so",
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

_URI = FORMS["uri"]
_INCLUDED = frozenset({"subject", "encounter", "author", "party", "custodian", "detail", "focus", "entry"})
"""The references of a Composition whose targets a document holds, wherever they lead (R4 documents.html, 3.3.1)."""
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
        # an absolute address is that of a logical model, in whose data alone it may stand (R4 Reference.type)
        bare = stated.removeprefix(_TYPE_ROOT)
        if type_ is not None and stated != type_:
            walk.add(REFERENCE_TYPE_MISMATCH, at, stated=stated, type=type_, suggestion=type_)
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
    if not is_uri_reference(reference):
        walk.add(MALFORMED_REFERENCE if has_blanks(reference) else UNUSUAL_REFERENCE, at, reference=reference)
        return _implied(walk, reference)
    if reference.startswith(("urn:uuid:", "urn:oid:")):
        _of_urn(walk, reference, at)
        return None
    known, held = parts(reference), at.key in _INCLUDED and _is_of_document(walk)
    if known is None or (known[1] not in walk.support.resource_types and not known[0]):
        if held:
            walk.add(REFERENCE_NOT_IN_BUNDLE, at, reference=reference, but="")
            return _implied(walk, reference)
        return _of_other_form(walk, reference, at)
    if known[1] not in walk.support.resource_types:
        return None
    _beside_entries(walk, reference, at, asked=held)
    return known[1]


def _of_urn(walk: WalkState, reference: str, at: Location) -> None:
    """A URN has its form; within a document or a message it leads to an entry, elsewhere it should."""
    if not _URI.fits(reference):
        walk.add(UNUSUAL_REFERENCE, at, reference=reference)
        return
    bundle = walk.bundle
    if bundle is not None:
        whole = bundle.resource.get("type") in ("document", "message")
        walk.add(REFERENCE_NOT_IN_BUNDLE if whole else REFERENCE_BESIDE_ENTRIES, at, reference=reference, but="")


def _beside_entries(walk: WalkState, reference: str, at: Location, *, asked: bool) -> None:
    """An address that leads to no entry, told where an entry has its type and id, and where an entry is `asked`."""
    frame = walk.frame
    url = frame.container.namesake(reference) if frame is not None else None
    if frame is None or (url is None and not asked):
        return
    address = frame.container.address_of(reference)
    but: str | Term = ""
    if url is not None:
        but = Term(
            f" : une entrée a ce type et cet identifiant, mais son fullUrl « {url} » n'est pas « {address} »",
            f": an entry has that type and id, but its fullUrl `{url}` is not `{address}`",
        )
    walk.add(
        REFERENCE_NOT_IN_BUNDLE if asked else REFERENCE_BESIDE_ENTRIES, at, reference=reference, but=but, suggestion=url
    )


def _of_other_form(walk: WalkState, reference: str, at: Location) -> str | None:
    """An address that is not one of a resource: of a search, which a transaction alone may have, or of anything.

    R4 http.html, 3.1.0.11.2; a transaction's search names the type of its target.
    """
    type_ = searched_type(reference)
    bundle = walk.bundle
    if type_ in walk.support.resource_types:
        if bundle is not None and bundle.resource.get("type") == "transaction":
            return type_
        walk.add(CONDITIONAL_REFERENCE_OUTSIDE_TRANSACTION, at, reference=reference)
    elif not is_absolute(reference) or reference.partition(":")[0] in walk.support.resource_types:
        walk.add(UNUSUAL_REFERENCE, at, reference=reference)
    return _implied(walk, reference)


def _implied(walk: WalkState, reference: str) -> str | None:
    """The type that an address names which is not that of a resource in other ways: `Patient/` and an id too long."""
    type_ = implied_type(reference)
    return type_ if type_ in walk.support.resource_types else None


def _is_of_document(walk: WalkState) -> bool:
    """Whether the walk is in the Composition of a document."""
    frame = walk.frame
    if frame is None or frame.resource.get("resourceType") != "Composition":
        return False
    bundle = frame.bundle
    return bundle is not None and bundle.resource.get("type") == "document"


def check_aggregation(walk: WalkState, allowed: frozenset[str], value: Json, at: Location, profile: str) -> None:
    """Where the target of a reference may stand (R4 ElementDefinition.type.aggregation): one that is to be in the same
    Bundle is not beside a resource that is in none."""
    reference = value.get("reference")
    if not isinstance(reference, str):
        return
    if reference.startswith("#"):
        fits = "contained" in allowed
    elif "bundled" in allowed and "referenced" not in allowed:
        fits = walk.target(reference) is not None
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
    fitting = [item for item in profiles if walk.support.type_of_profile(item) in (type_, None)]
    if not fitting or any(walk.support.is_type(item) and item.rpartition("/")[2] == type_ for item in targets):
        return
    answers = [walk.conforms_at(target, candidate) for candidate in fitting]
    if True not in answers:
        for candidate in fitting:
            _not_looked_at(walk, candidate, at)
    if all(answer is False for answer in answers) and (walk.is_quiet or not _claims(walk, target.resource, fitting)):
        walk.add(TARGET_NOT_CONFORMING, at, reference=reference, expected=", ".join(sorted(fitting)), profile=profile)


def _not_looked_at(walk: WalkState, profile: str, at: Location) -> None:
    """Say once that a target could not be held to a profile that is not at hand."""
    if walk.support.profiles.get(profile) is None and (profile, "") not in walk.told:
        walk.told.add((profile, ""))
        not_known(walk, profile, at)


def _claims(walk: WalkState, resource: Json, profiles: list[str]) -> bool:
    """Whether a resource says itself that it follows a profile, so that its faults are told where it stands."""
    meta = resource.get("meta")
    claimed = meta.get("profile") if isinstance(meta, dict) else None
    known, listed = walk.support.profiles, claimed if isinstance(claimed, list) else []
    wanted = [known.get(item) for item in profiles]
    # one that is claimed in a version that is not at hand is not judged where it stands
    found = [known.get(item) for item in listed if isinstance(item, str) and known.instead(item) is None]
    return any(item is not None and any(item is other for other in wanted) for item in found)


def check_canonical(walk: WalkState, value: str, targets: tuple[str, ...], at: Location) -> None:
    """A canonical address is absolute; one that begins with `#` leads to a contained resource. What it leads to, where
    that is at hand, is of one of the types of its `targets`."""
    if not value.startswith("#"):
        if not is_absolute(value):
            walk.add(CANONICAL_NOT_ABSOLUTE, at, canonical=value)
        elif targets:
            _check_definition(walk, value, targets, at)
    elif len(value) > 1 and walk.target(value) is None:
        walk.add(CANONICAL_NOT_CONTAINED, at, canonical=value)


def check_address(walk: WalkState, resource: Json, at: Location) -> None:
    """The canonical address that a definition gives itself: "an absolute URI" (R4, each `url`)."""
    address = resource.get("url")
    if isinstance(address, str) and not is_absolute(address) and not address.startswith("#"):
        walk.add(CANONICAL_NOT_ABSOLUTE, at.child("url"), canonical=address)


def _check_definition(walk: WalkState, canonical: str, targets: tuple[str, ...], at: Location) -> None:
    allowed = walk.support.target_types(targets)
    if not allowed or any(walk.support.definitions.get(canonical, type_) is not None for type_ in allowed):
        return
    found = walk.support.definitions.get(canonical)
    if found is not None:
        walk.add(REFERENCE_TO_WRONG_TYPE, at, type=found["resourceType"], allowed=", ".join(sorted(allowed)))


def check_identifier(walk: WalkState, value: Json, at: Location) -> None:
    """An identifier has an absolute system; one of the system of URIs a URI (R4 datatypes.html, 2.24.0.14)."""
    text, system = value.get("value"), value.get("system")
    if isinstance(system, str):
        systems.check(walk, system, at, of_codes=False)
    if system == grammar.URIS and isinstance(text, str) and not grammar.is_uri(text):
        walk.add(IDENTIFIER_NOT_URI, at, value=text)
