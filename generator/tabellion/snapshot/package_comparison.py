"""The snapshots of a package made again from their differentials and held against those that it was published with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tabellion.fhir.definitions import Definitions, OwnDefinitions
from tabellion.fhir.json import Json
from tabellion.snapshot.comparison import CORE, Difference, compare
from tabellion.snapshot.generator import SnapshotGenerator, defines_type
from tabellion.snapshot.problems import Problem
from tabellion.snapshot.tolerances import Tolerances
from tabellion.snapshot.type_facts import TypeFacts
from tabellion.snapshot.types import TypeSystem

Kind = Literal["profile", "extension", "type"]
KINDS: tuple[Kind, ...] = ("profile", "extension", "type")


@dataclass(frozen=True, slots=True)
class Compared:
    """One definition: how its snapshot differs from the published one, and from that of another generator.

    Differences are those of level text, which has all of level core; tolerated ones are among them and name their
    rule. `reference` is `None` where there is no other snapshot.
    """

    definition: Json
    kind: Kind
    published: tuple[Difference, ...]
    reference: tuple[Difference, ...] | None
    problems: tuple[Problem, ...]

    def __repr__(self) -> str:
        return f"Compared({self.definition.get('url')}: {len(self.differences)} differences)"

    def exact(self, level: Literal["core", "text"] = "core", *, strict: bool = False) -> bool:
        """Whether nothing differs from the published snapshot at a level; `strict` tolerates nothing."""
        return not any(_counts(item, level, strict) for item in self.published)

    @property
    def right(self) -> bool:
        """Whether it is exact at level core with the published snapshot or, where there is one, with the other."""
        return self.exact() or (
            self.reference is not None and not any(_counts(item, "core", False) for item in self.reference)
        )

    @property
    def differences(self) -> list[Difference]:
        """What differs from the published snapshot at level core and is not tolerated."""
        return [item for item in self.published if _counts(item, "core", False)]


def _counts(item: Difference, level: str, strict: bool) -> bool:
    in_level = level == "text" or item.facet in CORE or item.facet in ("id", "order")
    return in_level and (strict or not item.rule)


def compare_package(
    definitions: Iterable[Json], below: Definitions, references: Mapping[str, Json] | None = None
) -> Iterator[Compared]:
    """Make the snapshots of a package's StructureDefinitions and compare them, by url.

    `definitions` are those of the package; of those with a differential the published snapshots are not read, neither
    as parents, unless what they are derived from is not at hand. `below` has what they rest on, with snapshots;
    `references` may have the same definitions by url with the snapshots of another generator.
    """
    given = {definition["url"]: definition for definition in definitions if "url" in definition}
    bare = {url: _without_snapshot(item) for url, item in given.items()}
    system = TypeSystem(OwnDefinitions(bare.values(), below))
    served = [item if system.is_whole(item) else given[url] for url, item in bare.items()]
    generator = SnapshotGenerator(OwnDefinitions(served, below))
    facts = TypeFacts(SnapshotGenerator(OwnDefinitions(given.values(), below)))
    for url in sorted(given):
        published = given[url].get("snapshot", {}).get("element")
        if not published or "differential" not in given[url]:
            continue
        snapshot = generator.generate(bare[url])
        stated = given[url]["differential"].get("element", ())
        sliced = frozenset(statement.get("id", "") for statement in stated if "slicing" in statement)
        other = (references or {}).get(url, {}).get("snapshot", {}).get("element")
        yield Compared(
            given[url],
            kind_of(given[url]),
            tuple(compare(published, snapshot.elements, Tolerances(facts, sliced), level="text")),
            tuple(compare(other, snapshot.elements, Tolerances(facts, sliced), level="text")) if other else None,
            tuple(snapshot.problems),
        )


def kind_of(definition: Json) -> Kind:
    """What a definition is: a type of its own (a logical model too), an extension, or a profile."""
    if defines_type(definition):
        return "type"
    return "extension" if definition.get("type") == "Extension" else "profile"


def _without_snapshot(definition: Json) -> Json:
    if "differential" not in definition:
        return definition
    return {key: value for key, value in definition.items() if key != "snapshot"}
