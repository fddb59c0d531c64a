"""What a kind of artifact works with: the tables taken, the definitions at hand, and what is finished so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from tabellion.artifacts.address_forms import comparable
from tabellion.artifacts.faults import Faults, FaultyElements
from tabellion.artifacts.measure_profiles import profiles_by_measure
from tabellion.artifacts.systems import SystemNames
from tabellion.diagnostics import Place, Report
from tabellion.fhir.definitions import Definitions, OwnDefinitions
from tabellion.fhir.element_model import ElementModel
from tabellion.fhirpath.model import Types
from tabellion.guide.artifact import Artifact
from tabellion.guide.info import GuideInfo
from tabellion.snapshot import SnapshotGenerator
from tabellion.tables.headings import Vocabulary
from tabellion.tables.table import Row, Table
from tabellion.terminology.expansion import Terminology


class Workspace:
    """What a kind of artifact works with.

    `tables` holds the rows taken for this edition, `left_out` those that their status excludes, `files` the JSON files
    of examples; `definition_sheets` the type of the definitions that rows of a sheet become, by the sheet's key;
    `definitions` the guide's artifacts made so far over the packages; `faults` what follows from faults, and from
    packages that are missing (`incomplete_packages`).
    """

    def __init__(
        self,
        info: GuideInfo,
        tables: Mapping[str, Table],
        packages: Definitions,
        report: Report,
        definition_sheets: Mapping[str, str],
        files: Mapping[str, bytes] | None = None,
        left_out: Mapping[str, Table] | None = None,
        *,
        incomplete_packages: bool = False,
    ) -> None:
        self.info = info
        self.tables = tables
        self._left_out = left_out or {}
        self.packages = packages
        self.report = report
        self.definition_sheets = definition_sheets
        self.files = files or {}
        self.definitions = OwnDefinitions((), packages)
        self.snapshots = SnapshotGenerator(self.definitions)
        self.terminology = Terminology(self.definitions)
        self.artifacts: list[Artifact] = []
        # by the address of each structure made so far the cells of each facet of its elements
        self.origins: dict[str, Mapping[tuple[str, str], tuple[Place, ...]]] = {}
        self._by_id: dict[str, dict[str, Row]] = {}
        self._vocabularies: dict[str, Vocabulary] = {}
        self._naming: dict[tuple[str, str], Mapping[str, tuple[tuple[int, Row], ...]]] = {}
        self.lost_elements: dict[str, FaultyElements] = {}
        self.settled_faults: dict[str, FaultyElements] = {}
        self._ends: dict[tuple[str, tuple[str, ...]], dict[str, str]] = {}
        self.faults = Faults(
            tables,
            self._left_out,
            report,
            definition_sheets,
            self.url_of,
            open_addresses=incomplete_packages or "canonical" in info.missing,
        )
        self.systems = SystemNames([*self.rows("codesystems"), *self.rows("namingsystems")], info.canonical, packages)

    def rows(self, sheet: str) -> list[Row]:
        """The rows of a sheet by its key."""
        table = self.tables.get(sheet)
        return table.rows if table is not None else []

    def left_out(self, sheet: str) -> list[Row]:
        """The rows of a sheet that their status excludes from this edition."""
        table = self._left_out.get(sheet)
        return table.rows if table is not None else []

    @cached_property
    def element_model(self) -> ElementModel:
        """The children of the types of FHIR."""
        return ElementModel(self.packages)

    @cached_property
    def types(self) -> Types:
        """The types of FHIR, as expressions are checked against them."""
        return Types(self.packages)

    def by_id(self, sheet: str) -> Mapping[str, Row]:
        """The rows of a sheet by their id."""
        known = self._by_id.get(sheet)
        if known is None:
            known = self._by_id[sheet] = {row["id"]: row for row in self.rows(sheet) if row["id"]}
        return known

    def nearest(self, text: str, among: str, names: Callable[[], Iterable[str]]) -> str | None:
        """The name that was probably meant, `None` when none is near. `names` gives those that are known, which never
        change; they are read once under the name `among`."""
        known = self._vocabularies.get(among)
        if known is None:
            known = self._vocabularies[among] = Vocabulary(names())
        return known.nearest(text)

    def addresses_by_end(self, resource_type: str, host: tuple[str, ...]) -> Mapping[str, str]:
        """The addresses of structures or value sets under a host, of the guide and its packages, by how they end."""
        known = self._ends.get((resource_type, host))
        if known is None:
            own = (self.own_definitions if resource_type == "StructureDefinition" else self.own_value_sets).values()
            found = sorted({*own, *self.packages.addresses(resource_type)})
            under = (address for address in found if tuple(address.split("/")[:3]) == host)
            known = self._ends[resource_type, host] = {address.rpartition("/")[2]: address for address in under}
        return known

    def rows_naming(self, sheet: str, key: str) -> Mapping[str, tuple[tuple[int, Row], ...]]:
        """The rows of a sheet by what a column of several values names, each with its number among the rows."""
        known = self._naming.get((sheet, key))
        if known is None:
            named: dict[str, list[tuple[int, Row]]] = {}
            for number, row in enumerate(self.rows(sheet)):
                for name in dict.fromkeys(row.many(key)):
                    named.setdefault(name, []).append((number, row))
            known = self._naming[sheet, key] = {name: tuple(rows) for name, rows in named.items()}
        return known

    @cached_property
    def element_rows(self) -> Mapping[str, tuple[Row, ...]]:
        """The rows of Elements by the profile or extension that they name, in their order."""
        named: dict[str, list[Row]] = {}
        for row in self.rows("elements"):
            for name in row.many("profile"):
                named.setdefault(name, []).append(row)
        return {name: tuple(rows) for name, rows in named.items()}

    def add(self, artifacts: Iterable[Artifact]) -> None:
        """Keep finished artifacts, so that later ones find them."""
        for artifact in artifacts:
            self.artifacts.append(artifact)
            if not artifact.is_example:
                self.definitions.add(artifact.resource)

    def canonical(self, resource_type: str, row_id: str) -> str:
        """The canonical address of an artifact of this guide."""
        return f"{self.info.canonical.rstrip('/')}/{resource_type}/{row_id}"

    def url_of(self, resource_type: str, row: Row) -> str:
        """The canonical address of the artifact that a row declares: its own column, else below the guide's."""
        return row["url"] or self.canonical(resource_type, row["id"])

    @cached_property
    def structure_sheets(self) -> tuple[str, ...]:
        """The keys of the sheets whose rows become structures (R4 StructureDefinition)."""
        return tuple(sheet for sheet, made in self.definition_sheets.items() if made == "StructureDefinition")

    @cached_property
    def own_definitions(self) -> Mapping[str, str]:
        """The addresses of the guide's structures by id."""
        return {
            row["id"]: self.url_of("StructureDefinition", row)
            for sheet in self.structure_sheets
            for row in self.rows(sheet)
            if row["id"]
        }

    def own_structure(self, name: str) -> str | None:
        """The id of the guide's profile or extension that an id or an address names, `None` when it has none."""
        return name if name in self.own_definitions else self._structures_by_url.get(comparable(name))

    @cached_property
    def _structures_by_url(self) -> Mapping[str, str]:
        return {comparable(url): row_id for row_id, url in self.own_definitions.items()}

    @cached_property
    def own_value_sets(self) -> Mapping[str, str]:
        """The addresses of the guide's value sets by everything that names one: id, name, OID, address."""
        named: dict[str, str] = {}
        for row in self.rows("valuesets"):
            if row["id"]:
                url = self.url_of("ValueSet", row)
                for name in (row["id"], row["name"], row["oid"], url):
                    if name:
                        named.setdefault(name, url)
        return named

    def value_set(self, text: str) -> str | None:
        """The address of the guide's value set that an id, a name, an OID or an address names, with or without a
        version; `None` when it is none of the guide's."""
        bare = text.partition("|")[0].strip()
        oid = bare[8:] if bare[:8].lower() == "urn:oid:" else bare
        return self.own_value_sets.get(oid) or self._value_sets_by_address.get(comparable(bare))

    @cached_property
    def _value_sets_by_address(self) -> Mapping[str, str]:
        return {comparable(url): url for url in self.own_value_sets.values()}

    @cached_property
    def own_code_systems(self) -> frozenset[str]:
        """The addresses of the guide's code systems."""
        return frozenset(self.url_of("CodeSystem", row) for row in self.rows("codesystems") if row["id"] or row["url"])

    @cached_property
    def rows_about_codes(self) -> Mapping[str, tuple[Row, ...]]:
        """The rows that say which codes a value set or a code system of the guide has, by its address: the row that
        declares it, and those of its concepts."""
        found: dict[str, list[Row]] = {}
        for sheet, resource_type in (("valuesets", "ValueSet"), ("codesystems", "CodeSystem")):
            for row in self.rows(sheet):
                if row["id"] or row["url"]:
                    found.setdefault(self.url_of(resource_type, row), []).append(row)
        for row in self.rows("concepts"):
            if (url := self.value_set_of(row)) is not None:
                found.setdefault(url, []).append(row)
        for row in self.rows("system-concepts"):
            if (url := self.systems.url(row["system"] or "")) is not None:
                found.setdefault(url, []).append(row)
        return {url: tuple(rows) for url, rows in found.items()}

    @cached_property
    def systems_with_lost_codes(self) -> frozenset[str | None]:
        """The addresses of the code systems that rows name without a code, which is missing or was not read."""
        rows = (row for sheet in ("system-concepts", "concepts") for row in self.rows(sheet))
        return frozenset(self.systems.url(row["system"] or "") for row in rows if row["code"] is None)

    @cached_property
    def codes_named(self) -> frozenset[tuple[str | None, str | None]]:
        """The codes that measures and value sets name, by the address of their system."""
        return frozenset(
            (self.systems.url(row["system"] or ""), row["code"])
            for sheet in ("codes", "concepts")
            for row in self.rows(sheet)
        )

    @cached_property
    def codes_without_system(self) -> frozenset[str]:
        """The codes of rows whose system is missing, or named by what nobody knows: they may be of any system."""
        rows = self.rows("system-concepts")
        return frozenset(
            row["code"]
            for row in rows
            if row["code"] and (not row["system"] or self.systems.url(row["system"]) is None)
        )

    def value_set_of(self, concept: Row) -> str | None:
        """The address of the value set of the guide that a row of Concepts names."""
        return self.value_set(concept["valueset"] or "")

    @cached_property
    def own_urls(self) -> frozenset[str]:
        """The canonical addresses of the guide's structures and value sets."""
        return frozenset(self.own_definitions.values()) | frozenset(self.own_value_sets.values())

    @cached_property
    def profiles_of(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the profiles that carry each measure."""
        return profiles_by_measure(self.rows("measures"), self.rows("profiles"))

    @cached_property
    def measures_of(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the measures that each profile carries."""
        carried: dict[str, list[str]] = {}
        for measure, profiles in self.profiles_of.items():
            for profile in profiles:
                carried.setdefault(profile, []).append(measure)
        return {profile: tuple(found) for profile, found in carried.items()}
