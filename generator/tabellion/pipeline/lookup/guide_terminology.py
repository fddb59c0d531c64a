"""The terminology of a project: its own value sets, code systems and maps, over those of its packages."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.systems import SystemNames
from tabellion.diagnostics import Report
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.pipeline.lookup.paths import structure_named
from tabellion.pipeline.lookup.where_used import UseOfArtifact, uses_of_address, uses_of_code
from tabellion.pipeline.project import Project, read_edition
from tabellion.tables.headings import fold
from tabellion.terminology.expansion import Terminology
from tabellion.terminology.lacks import unknown_system
from tabellion.terminology.operations import expanding, looking_up, translating, validating
from tabellion.terminology.operations.errors import UnknownSystemError, unknown_value_set


class GuideTerminology:
    """Questions about the codes of a guide and of its packages. Everything is found by its address, id, name, title or
    OID. Safe to share between threads.

    >>> terminology = tabellion.load_terminology("my-guide")
    >>> [item["code"] for item in terminology.expand("positions", text="assis").contains]
    ['assis']
    """

    def __init__(self, definitions: Definitions, edition: Edition | None = None) -> None:
        self.definitions = definitions
        self.edition = edition
        self.terminology = edition.terminology if edition is not None else Terminology(definitions)

    @cached_property
    def systems(self) -> SystemNames:
        """The code systems by everything that they are called."""
        edition = self.edition
        rows = [*edition.rows("codesystems"), *edition.rows("namingsystems")] if edition is not None else ()
        canonical = self.edition.info.canonical if self.edition is not None else ""
        return SystemNames(rows, canonical, self.definitions)

    @cached_property
    def _value_sets(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for resource in self.definitions.resources("ValueSet"):
            names = [str(resource.get(key, "")) for key in ("id", "name", "title")]
            names += [str(item.get("value", "")).removeprefix("urn:oid:") for item in resource.get("identifier", ())]
            for name in names:
                if name and "url" in resource:
                    found.setdefault(fold(name), resource["url"])
        return found

    def value_set_url(self, name: str) -> str:
        """The address of a value set by anything that it is called. Raises `OperationError` for an unknown name."""
        bare = name.strip()
        if self.terminology.value_set(bare) is not None:
            return bare
        url = self._value_sets.get(fold(bare.removeprefix("urn:oid:")))
        if url is None:
            raise unknown_value_set(name)
        return url

    def system_url(self, name: str) -> str:
        """The address of a code system by anything that it is called. Raises `OperationError` for an unknown name."""
        url = self.systems.url(name.strip())
        if url is None:
            raise UnknownSystemError(unknown_system(name))
        return url

    def expand(self, value_set: str, **options: Any) -> expanding.ExpandedCodes:
        """The codes of a value set (`terminology.operations.expanding.expand`): `text`, `count`, `offset`, `lang`,
        `active_only`, `designations`. Raises `OperationError` where they cannot be told."""
        return expanding.expand(self.terminology, self.value_set_url(value_set), **options)

    def lookup(self, system: str, code: str, lang: str = "") -> looking_up.CodeDetails:
        """What is known of a code. Raises `OperationError` for a system or a code that is not known."""
        return looking_up.look_up(self.terminology, self.system_url(system), code, lang=lang)

    def validate_code(
        self, code: str, *, value_set: str = "", system: str = "", display: str = "", lang: str = ""
    ) -> validating.CodeValidity:
        """Whether a value set, or without one a code system, has a code. Raises `OperationError` where it cannot be
        told."""
        return validating.validate_code(
            self.terminology,
            value_set=self.value_set_url(value_set) if value_set else None,
            system=self.system_url(system) if system else None,
            code=code,
            display=display,
            lang=lang,
        )

    def translate(self, code: str, system: str, **options: Any) -> list[translating.Match]:
        """What concept maps make of a code (`terminology.operations.translating.translate`): `concept_map`,
        `target_system`, `source`, `target`, `reverse`, `version`, `map_version`, `dependencies`. Raises
        `OperationError` for a map that is not known."""
        return translating.translate(self.definitions, code=code, system=self.system_url(system), **options)

    def where_used(self, name: str) -> list[UseOfArtifact]:
        """Where the guide uses what a name means: a value set, a profile, an extension or a code system by anything
        that it is called, else a code, which may have its system before it (`LOINC|1751-7`)."""
        if self.edition is None:
            return []
        system, bar, code = name.rpartition("|")
        if bar and not system.startswith(("http://", "https://", "urn:")):
            return uses_of_code(code, self.system_url(system), self.edition)
        url = self._address(name)
        if url is not None:
            return uses_of_address(url, self.edition)
        if bar:
            return uses_of_code(code, self.system_url(system), self.edition)
        return uses_of_code(name.strip(), "", self.edition)

    def _address(self, name: str) -> str | None:
        """The address of the artifact that a name means, of the guide's own first; `None` for none."""
        bare = name.partition("|")[0].strip() if name.startswith(("http://", "https://", "urn:")) else name.strip()
        assert self.edition is not None
        for artifact in self.edition.artifacts:
            if artifact.url and not artifact.is_example:
                names = (artifact.url, artifact.id, artifact.reference, str(artifact.resource.get("name", "")))
                if bare in names:
                    return artifact.url
        if self.terminology.value_set(bare) is not None:
            return bare
        structure = structure_named(bare, self.definitions) if ":" in bare else None
        if structure is not None:
            return str(structure["url"])
        known = self.definitions.get(bare, "CodeSystem")
        return bare if known is not None else self._value_sets.get(fold(bare.removeprefix("urn:oid:")))


def terminology_at(project: Project, report: Report) -> GuideTerminology | None:
    """The terminology of a project; `None`, with the reason in the report, where not even FHIR's own package is there.

    Faults of the sources are not told: they are `check`'s.
    """
    if project.sources.is_dir():
        edition, _ = read_edition(project, Report())
        if edition is not None:
            return GuideTerminology(edition.definitions, edition)
    definitions = PackageResolver(project.packages, report).definitions("4.0.1", ())
    return GuideTerminology(definitions) if definitions is not None else None
