"""The validator: definitions loaded once, any number of resources validated, from any number of threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from tabellion.fhir.conversion import is_xml
from tabellion.fhir.definitions import TYPE_ROOT, Definitions
from tabellion.fhir.json import Json
from tabellion.fhirpath.engine import Engine
from tabellion.snapshot import SnapshotGenerator
from tabellion.terminology import loinc
from tabellion.terminology.expansion import Terminology
from tabellion.validation.checks import bundles
from tabellion.validation.checks.conformance import UNKNOWN_PROFILE, Conformance
from tabellion.validation.checks.references import parts
from tabellion.validation.checks.structure_rules import TOO_DEEP
from tabellion.validation.definitions.profiles import Profiles
from tabellion.validation.definitions.shapes import Shapes
from tabellion.validation.reading.json import NO_NAME, NO_RESOURCE_TYPE, NOT_A_RESOURCE, positions, read_json
from tabellion.validation.reading.xml import XmlText
from tabellion.validation.results.issues import LEFT_OUT, MOST_FINDINGS, FindingLimitError, Issue, Issues, Pointer
from tabellion.validation.walking.location import Location, root
from tabellion.validation.walking.walk import MAX_DEPTH, Frame, Walk


class Validator:
    """Validates resources against the definitions of their types and against profiles.

    `definitions` are those of a version of FHIR and of the packages in use, own ones laid over them; `snapshots`
    makes the snapshots that profiles do not bring. What is learnt is kept, so a validator is made once and shared.

    >>> validator = Validator(definitions)
    >>> validator.validate('{"resourceType": "Patient", "gender": "hidden"}').codes("error")
    ['TX001']
    """

    def __init__(
        self,
        definitions: Definitions,
        snapshots: SnapshotGenerator | None = None,
        terminology: Terminology | None = None,
    ) -> None:
        self.definitions = definitions
        self.terminology = terminology or Terminology(definitions)
        self.shapes = Shapes(definitions, snapshots or SnapshotGenerator(definitions))
        self.profiles = Profiles(self.shapes)
        self.conformance = Conformance(self.profiles)
        self.engine = Engine(definitions, lenient=True)
        self._types: dict[str, str | None] = {}
        self._modifiers: dict[str, bool] = {}
        self._parts: dict[str, frozenset[str]] = {}
        self._parents: dict[str, frozenset[str]] = {}

    def validate(self, resource: Json | str | bytes, profiles: Iterable[str] = ()) -> Issues:
        """The issues of one resource, given as a dict or as text (JSON, or XML).

        It is held to its type, to the profiles that it claims, and to `profiles` (canonical addresses). With text,
        issues have a line and a column. Bad input gives issues, never an exception.
        """
        if isinstance(resource, dict):
            return self._validated(resource, profiles)
        start = resource[:256]
        if is_xml(start.encode("utf-8", "surrogatepass") if isinstance(start, str) else start):
            read_resource, issues, places = self._xml.read(resource)
            if read_resource is not None:
                issues.extend(_placed(self._validated(read_resource, profiles), places))
            return issues
        read = read_json(resource)
        issues = Issues(read.issues)
        if read.resource is not None:
            found = self._validated(read.resource, profiles)
            if len(found):
                text = resource if isinstance(resource, str) else resource.decode("utf-8-sig")
                issues.extend(_placed(found, positions(text, {issue.pointer for issue in found})))
        return issues

    def _validated(self, resource: Json, profiles: Iterable[str]) -> Issues:
        type_ = resource.get("resourceType")
        if not isinstance(type_, str):
            return Issues(
                [Issue(NOT_A_RESOURCE, "", {"reason": NO_NAME if "resourceType" in resource else NO_RESOURCE_TYPE})]
            )
        walk, at = Walk(self, Issues(most=MOST_FINDINGS)), root(type_)
        beyond = []
        try:
            self._walked(walk, resource, type_, at, profiles)
        except FindingLimitError:
            pass
        except RecursionError:
            beyond.append(Issue(TOO_DEEP, at.expression, {"limit": MAX_DEPTH}))
        if walk.issues.left_out:
            beyond.append(Issue(LEFT_OUT, "", {"limit": MOST_FINDINGS}))
        return Issues([*walk.issues, *beyond]) if beyond else walk.issues

    def _walked(self, walk: Walk, resource: Json, type_: str, at: Location, profiles: Iterable[str]) -> None:
        walk.resource(resource, at)
        for profile in profiles:
            if self.profiles.get(profile) is None:
                suggestion = self.profiles.addresses.nearest(profile)
                walk.add(UNKNOWN_PROFILE, at, unknown=profile, suggestion=suggestion)
            elif self.shapes.of_type(type_) is not None:
                walk.frame = Frame(resource, at)
                walk.profile(profile, resource, type_, at)
                walk.frame = None

    @cached_property
    def _xml(self) -> XmlText:
        return XmlText(self.definitions)

    @property
    def resource_types(self) -> frozenset[str]:
        """The names of all types of resource, abstract ones left out."""
        return self.shapes.resource_types

    def evaluate(self, walk: Walk, expression: str, value: Json, path: str, **more: Any) -> list[Any]:
        """The result of an expression on a value, where the walk is, with `more` variables of the environment."""
        from tabellion.validation.checks.constraints import Host

        frame = walk.frame
        assert frame is not None
        variables = {"resource": frame.resource, "rootResource": frame.container.resource, **more}
        return self.engine.evaluate(expression, self.engine.node(value, path), variables, Host(walk))

    def rules_of_resource(self, walk: Walk, value: Json, type_: str, at: Location) -> None:
        """What holds for a type of resource and is said in the specification's prose alone."""
        if type_ == "Bundle":
            bundles.check(walk, value, at)

    def profiles_of(self, resource: Json, type_: str) -> list[str]:
        """The profiles that a resource is held to: those it claims (meta.profile) and those its code makes compulsory.

        One that another of them derives from is left out: the other asks all that it does.
        """
        meta = resource.get("meta")
        claimed = meta.get("profile") if isinstance(meta, dict) else None
        several = [item for item in claimed if isinstance(item, str)] if isinstance(claimed, list) else []
        several += self._compulsory_profiles(resource, type_)
        if len(several) < 2:
            return several
        above = frozenset().union(*(self._parents_of(item) for item in several))
        return [item for item in dict.fromkeys(several) if item.partition("|")[0] not in above]

    def _parents_of(self, profile: str) -> frozenset[str]:
        """The profiles that a profile derives from."""
        known = self.profiles.get(profile)
        if known is None:
            return frozenset()
        if known.url not in self._parents:
            definition = self.definitions.get(known.url, "StructureDefinition")
            line = self.shapes.types.line(definition) if definition is not None else ()
            self._parents[known.url] = frozenset([step["url"] for step in line][1:])
        return self._parents[known.url]

    def _compulsory_profiles(self, resource: Json, type_: str) -> Iterator[str]:
        """The profiles that the specification itself asks of a resource, whether it claims them or not.

        An Observation with the code of a vital sign conforms to that vital sign's profile (R4
        observation-vitalsigns.html, 10.1.2.1).
        """
        code = resource.get("code") if type_ == "Observation" else None
        codings = code.get("coding") if isinstance(code, dict) else None
        for coding in codings if isinstance(codings, list) else ():
            if isinstance(coding, dict) and coding.get("system") == loinc.SYSTEM:
                profile = self._vital_signs.get(str(coding.get("code")))
                if profile is not None:
                    yield profile

    @cached_property
    def _vital_signs(self) -> dict[str, str]:
        found = {}
        for name in _VITAL_SIGNS:
            definition = self.definitions.get(TYPE_ROOT + name, "StructureDefinition") or {}
            for element in definition.get("differential", {}).get("element", ()):
                if element.get("path") == "Observation.code.coding.code" and "fixedCode" in element:
                    found[str(element["fixedCode"])] = str(definition["url"])
        return found

    def extension(self, url: str) -> Json | None:
        """The definition of an extension by its url."""
        return self.definitions.get(url, "StructureDefinition")

    def is_modifier(self, definition: Json) -> bool:
        """Whether an extension changes the meaning of what carries it."""
        url = definition["url"]
        if url not in self._modifiers:
            tree = self.shapes.tree(url)
            self._modifiers[url] = tree is not None and tree.root.element.get("isModifier") is True
        return self._modifiers[url]

    def parts_of_extension(self, url: str) -> frozenset[str]:
        """The urls of the parts of a complex extension, none for a simple or an unknown one."""
        if self.extension(url) is None:
            return frozenset()
        parts_ = self._parts.get(url)
        if parts_ is None:
            tree = self.shapes.tree(url)
            nodes = [child for child in tree.root.children if child.name == "extension"] if tree is not None else []
            slices = [item for node in nodes for item in node.slices]
            parts_ = self._parts[url] = frozenset(
                str(child.element["fixedUri"])
                for item in slices
                for child in item.children
                if child.name == "url" and "fixedUri" in child.element
            )
        return parts_

    def is_type(self, canonical: str) -> bool:
        """Whether an address is that of a type of FHIR, not of a profile."""
        return canonical.startswith(TYPE_ROOT) and (
            canonical[len(TYPE_ROOT) :] in self.resource_types or canonical[len(TYPE_ROOT) :] in _ABSTRACT
        )

    def type_of_profile(self, canonical: str) -> str | None:
        """The type that a profile is about, `None` when it is not known."""
        if canonical not in self._types:
            bare = canonical.partition("|")[0]
            definition = self.definitions.get(bare, "StructureDefinition")
            self._types[canonical] = str(definition["type"]) if definition and "type" in definition else None
        return self._types[canonical]

    def target_types(self, targets: tuple[str, ...]) -> frozenset[str]:
        """The types of resource that a reference may lead to; none when that cannot be told, or all are allowed."""
        types = [self.type_of_profile(target) for target in targets]
        if None in types or not _ABSTRACT.isdisjoint(types):  # type: ignore[arg-type]
            return frozenset()
        return frozenset(item for item in types if item is not None)

    def bundle_of(self, frame: Frame | None) -> Frame | None:
        """The frame of the Bundle that a resource stands in."""
        at = frame.container.above if frame is not None else None
        while at is not None and at.resource.get("resourceType") != "Bundle":
            at = at.above
        return at

    def frame_in(self, bundle: Frame, entry: Json) -> Frame:
        """The frame of the resource of an entry."""
        full_url = entry.get("fullUrl")
        resource = entry["resource"] if isinstance(entry.get("resource"), dict) else {}
        at = root(str(resource.get("resourceType", "")))
        return Frame(resource, at, bundle, full_url=full_url if isinstance(full_url, str) else None)

    def resolve(self, frame: Frame | None, reference: str) -> Frame | None:
        """What a reference leads to, within the resource or the Bundle around it (R4 bundle.html, 2.36.4)."""
        if frame is None:
            return None
        container = frame.container
        if reference.startswith("#"):
            return self._contained(container, reference[1:])
        bundle = self.bundle_of(frame)
        if bundle is None:
            return None
        index = bundle.entries if bundle.entries is not None else bundles.index_of(bundle)
        bundle.entries = index
        entry = index.get(reference)
        if entry is None and ":" not in reference:
            base = parts(container.full_url or "")
            if base is not None and base[0]:
                entry = index.get(f"{base[0]}/{reference}") or index.get(f"{base[0]}/{_unversioned(reference)}")
        if entry is None:
            entry = index.get(_unversioned(reference))
        return self.frame_in(bundle, entry) if entry is not None else None

    def _contained(self, container: Frame, id_: str) -> Frame | None:
        if not id_:
            return container
        index = container.contained_ids.get(id_)
        if index is None:
            return None
        resource = container.resource["contained"][index]
        return Frame(resource, container.at.child("contained", index), container, contained=True)

    def at_resource(self, walk: Walk, value: Json, at: Location, action: Callable[[], None]) -> None:
        """Do something at a resource below the one that the walk is in; at any other value, where it is."""
        frame = walk.frame
        if "resourceType" in value and (frame is None or frame.resource is not value):
            walk.frame = Frame(value, at, frame, contained=at.key == "contained")
        action()
        walk.frame = frame

    def conforms(self, walk: Walk, value: Json, profile: str) -> bool | None:
        """Whether a value conforms to a profile, without reporting why not; `None` when the profile is not known."""
        type_ = value.get("resourceType")
        if self.is_type(profile):
            wanted = profile[len(TYPE_ROOT) :]
            return isinstance(type_, str) and wanted in (type_, *self.shapes.ancestors(type_))
        known = self.profiles.get(profile)
        if known is None:
            return None
        at = root(str(type_ or known.type))
        return walk.answer(
            value,
            profile,
            lambda quiet: self.at_resource(quiet, value, at, lambda: quiet.profile(profile, value, at.key, at)),
        )

    def conforms_at(self, walk: Walk, target: Frame, profile: str) -> bool | None:
        """Whether a resource at hand, where it stands, conforms to a profile; `None` when that is not looked for."""
        if self.profiles.get(profile) is None:
            return None

        def check(quiet: Walk) -> None:
            quiet.frame = target
            quiet.profile(profile, target.resource, str(target.resource.get("resourceType")), target.at)

        return walk.answer(target.resource, profile, check)


# The profiles of R4 whose differential fixes the code of a vital sign.
_VITAL_SIGNS = (
    *("bmi", "bodyheight", "bodytemp", "bodyweight", "bp"),
    *("headcircum", "heartrate", "oxygensat", "resprate", "vitalspanel"),
)
_ABSTRACT = frozenset({"Resource", "DomainResource", "CanonicalResource", "MetadataResource"})


def _unversioned(reference: str) -> str:
    return reference.partition("/_history/")[0]


def _placed(issues: Issues, places: Mapping[Pointer, tuple[int, int]]) -> Iterator[Issue]:
    """The issues with the lines and columns of their pointers, or of what is around them."""
    for issue in issues:
        pointer = issue.pointer
        while pointer not in places and pointer:
            pointer = pointer[:-1]
        line, column = places.get(pointer, (0, 0))
        yield replace(issue, line=line, column=column)
