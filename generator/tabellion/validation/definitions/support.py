"""What a validation rests on: definitions, terminology, compiled profiles, FHIRPath; and questions about them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from tabellion.elements.codings import text_of
from tabellion.elements.discriminators import Discriminator, tests_of
from tabellion.fhir.definitions import TYPE_ROOT, Definitions
from tabellion.fhir.element_model import ANY_RESOURCE
from tabellion.fhir.json import Json
from tabellion.fhirpath.engine import Engine
from tabellion.snapshot import SnapshotGenerator
from tabellion.terminology import loinc, vital_signs
from tabellion.terminology.expansion import Terminology
from tabellion.validation.definitions.profiles import Profiles
from tabellion.validation.definitions.shapes import Shapes

_MOST_ELEMENTS = 50_000
_TERMINOLOGY_OF_HL7 = "http://terminology.hl7.org/ImplementationGuide/hl7.terminology"


class ValidationSupport:
    """What is known to every validation over one set of definitions. What is learnt is kept: made once and shared."""

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
        self.engine = Engine(definitions, lenient=True)
        self.sound_elements: dict[bytes, int] = {}
        """The ElementDefinitions in which nothing was found, by their digest: how many values they have."""
        self._types: dict[str, str | None] = {}
        self._slice_tests: dict[tuple[str, str], list[tuple[Discriminator, ...]]] = {}
        self._modifiers: dict[str, bool] = {}
        self._parts: dict[str, frozenset[str]] = {}
        self._parents: dict[str, frozenset[str]] = {}

    def keep_sound(self, digest: bytes, values: int) -> None:
        """Remember an ElementDefinition; so many and no more, since a service validates for ever."""
        if len(self.sound_elements) < _MOST_ELEMENTS:
            self.sound_elements[digest] = values

    @property
    def resource_types(self) -> frozenset[str]:
        """The names of all types of resource, abstract ones left out."""
        return self.shapes.resource_types

    @cached_property
    def data_types(self) -> frozenset[str]:
        """The names of the data types that have parts, abstract ones left out."""
        named = self.definitions.types("complex-type")
        return frozenset(name for name in named if (shape := self.shapes.of_type(name)) and not shape.abstract)

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

    def tests_of_slice(self, profile: str, name: str) -> list[tuple[Discriminator, ...]] | None:
        """What tells the items of the slices of a name in a profile; `None` when the profile is not known."""
        known = self.profiles.get(profile)
        tree = self.shapes.tree(known.url) if known is not None else None
        if known is None or tree is None:
            return None
        key = known.url, name
        if key not in self._slice_tests:
            sliced = [node for node in tree.by_id.values() if any(item.slice_name == name for item in node.slices)]
            if not sliced:  # any text may be asked for: what is not there is not kept
                return []
            self._slice_tests[key] = [tests_of(node, self.shapes)[name] for node in sliced]
        return self._slice_tests[key]

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

        An Observation with a code of a vital sign conforms to that vital sign's profile (R4
        observation-vitalsigns.html, 10.1.2.1).
        """
        code = resource.get("code") if type_ == "Observation" else None
        codings = code.get("coding") if isinstance(code, dict) else None
        for coding in codings if isinstance(codings, list) else ():
            if isinstance(coding, dict) and coding.get("system") == loinc.SYSTEM:
                name = vital_signs.PROFILES.get(str(coding.get("code")))
                if name is not None and self.definitions.get(TYPE_ROOT + name, "StructureDefinition") is not None:
                    yield TYPE_ROOT + name

    @cached_property
    def named_systems(self) -> frozenset[str]:
        """The addresses of systems that a NamingSystem at hand registers."""
        found = [
            item.get("value")
            for resource in self.definitions.resources("NamingSystem")
            for item in resource.get("uniqueId", ())
        ]
        return frozenset(value for value in found if isinstance(value, str))

    @cached_property
    def has_terminology_of_hl7(self) -> bool:
        """Whether HL7's own package of its terminology is at hand, not the core's copy of its day alone."""
        return self.definitions.get(_TERMINOLOGY_OF_HL7, "ImplementationGuide") is not None

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
                part
                for item in slices
                for child in item.children
                if child.name == "url" and (part := text_of(child.element))
            )
        return parts_

    def is_type(self, canonical: str) -> bool:
        """Whether an address is that of a type of FHIR, not of a profile."""
        return canonical.startswith(TYPE_ROOT) and (
            canonical[len(TYPE_ROOT) :] in self.resource_types or canonical[len(TYPE_ROOT) :] in ANY_RESOURCE
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
        if None in types or not ANY_RESOURCE.isdisjoint(types):  # type: ignore[arg-type]
            return frozenset()
        return frozenset(item for item in types if item is not None)
