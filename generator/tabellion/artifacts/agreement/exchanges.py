"""Measures that are fed and queried, against the flows, capabilities and bundles that carry their profiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tabellion.artifacts.agreement.measured import Measured
from tabellion.artifacts.flow.sheets import DIRECTIONS
from tabellion.artifacts.instances import declared_profiles, with_entries
from tabellion.diagnostics import Place, Rule, Term, rule
from tabellion.guide.artifact import Artifact
from tabellion.tables.table import Row

NOT_IN_FLOW = rule(
    "MG009",
    "measure-in-no-flow",
    "warning",
    "business-rule",
    fr="la mesure « {value} » est dite prendre part à {direction}, mais aucun flux de {direction} ne la porte",
    en="the measure `{value}` is said to take part in {direction}, but no flow of {direction} carries it",
    help_fr="ajoutez son profil à la colonne « Profil » du flux, ou corrigez cette cellule",
    help_en="add its profile to the column `Profile` of the flow, or mend this cell",
)
NOT_IN_CAPABILITY = rule(
    "MG010",
    "measure-in-no-capability",
    "warning",
    "business-rule",
    fr="la mesure « {value} » est dite prendre part à {direction}, mais « {capability} » ne promet pas son profil",
    en="the measure `{value}` is said to take part in {direction}, but `{capability}` does not promise its profile",
    help_fr="ajoutez son profil à la feuille « Détail des capacités », ou corrigez cette cellule",
    help_en="add its profile to the sheet `Capability details`, or mend this cell",
)
NOT_IN_BUNDLE = rule(
    "MG011",
    "measure-in-no-bundle",
    "warning",
    "business-rule",
    fr="la mesure « {value} » est dite prendre part à {direction}, mais aucune tranche de « {bundle} » ne la porte",
    en="the measure `{value}` is said to take part in {direction}, but no slice of `{bundle}` carries it",
    help_fr="ajoutez une tranche pour son profil à ce profil de Bundle, ou corrigez cette cellule",
    help_en="add a slice for its profile to that Bundle profile, or mend this cell",
)
CARRIED = rule(
    "MG012",
    "carried-although-not-exchanged",
    "warning",
    "business-rule",
    fr="« {value} » est porté ici, mais {there} dit que la mesure « {measure} » ne prend pas part à {direction}",
    en="`{value}` is carried here, but {there} says that the measure `{measure}` takes no part in {direction}",
    help_fr="retirez-le d'ici, ou corrigez la ligne de la mesure",
    help_en="remove it from here, or mend the row of the measure",
)
EXAMPLE_FEEDS = rule(
    "MG013",
    "example-feeds-what-is-not-fed",
    "error",
    "business-rule",
    fr="l'exemple envoie la mesure « {measure} », qui ne s'envoie pas selon {there}",
    en="the example sends the measure `{measure}`, which is not to be sent according to {there}",
    help_fr="dites que l'exemple est refusé, retirez-le, ou corrigez la colonne « Alimentation »",
    help_en="say that the example is refused, remove it, or mend the column `Feeding`",
)

WORDS = {"feeding": Term("l'alimentation", "feeding"), "querying": Term("la consultation", "querying")}


@dataclass(frozen=True, slots=True)
class Carrier:
    """Something that names profiles: what it is called, and the cell that names each profile that carries a measure."""

    name: str
    cells: Mapping[str, Place]

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(dict.fromkeys(self.cells.values()))


def check_exchanges(measured: Measured) -> None:
    """Each measure stands in everything that carries measures its way, and in nothing that carries what it is not."""
    for choice in DIRECTIONS:
        wanted = {name: row for name, row in measured.measures.items() if _takes_part(row, choice.value)}
        flows = [row for row in measured.rows("flows") if row["direction"] == choice.value]
        listed = _flows(flows, measured)
        bundles = list(_bundles(flows, measured))
        in_flows = Carrier("", {**{k: v for carrier in bundles for k, v in carrier.cells.items()}, **listed.cells})
        _check(NOT_IN_FLOW, "flow", [in_flows], wanted, choice.value, WORDS[choice.value], measured)
        _check(NOT_IN_BUNDLE, "bundle", bundles, wanted, choice.value, WORDS[choice.value], measured)
        capabilities = list(_capabilities(flows, measured))
        _check(NOT_IN_CAPABILITY, "capability", capabilities, wanted, choice.value, WORDS[choice.value], measured)
        for carrier in (listed, *bundles, *capabilities):
            _check_carried(carrier, choice.value, WORDS[choice.value], measured)
        if choice.value == "feeding":
            _check_examples(flows, measured)


def _takes_part(row: Row, direction: str) -> bool:
    return bool(row["feeding"] == "yes" if direction == "feeding" else row["querying"])


def _flows(flows: list[Row], measured: Measured) -> Carrier:
    """What the flows name themselves."""
    named = {profile: row.at("profile") for row in flows for profile in row.many("profile")}
    return Carrier("", {profile: place for profile, place in named.items() if profile in measured.measuring})


def _bundles(flows: list[Row], measured: Measured) -> Iterator[Carrier]:
    """The Bundle profiles of flows that have a slice for a measure."""
    for name in dict.fromkeys(profile for row in flows for profile in row.many("profile")):
        structure = measured.structures.get(name)
        if structure is not None and structure.resource["type"] == "Bundle":
            cells = dict(_slices(structure, measured))
            if cells:
                yield Carrier(name, cells)


def _slices(bundle: Artifact, measured: Measured) -> Iterator[tuple[str, Place]]:
    """The profiles of measures that the elements of a Bundle profile name, each with the cell."""
    for element in bundle.resource["differential"]["element"]:
        for type_ref in element.get("type", ()):
            for url in type_ref.get("profile", ()):
                profile = measured.workspace.own_structure(url)
                if profile in measured.measuring:
                    yield profile, next(iter(bundle.origin(element["id"], "type")), bundle.place)


def _capabilities(flows: list[Row], measured: Measured) -> Iterator[Carrier]:
    """What the capabilities of these flows promise of profiles of measures."""
    names = {row["id"] for row in flows}
    for capability in measured.rows("capabilities"):
        if names & set(capability.many("flows")):
            cells = {
                profile: row.at("value")
                for row in measured.rows("capability-rows")
                if row["capability"] == capability["id"] and row["item"] == "profile"
                for value in row.many("value")
                if (profile := measured.workspace.own_structure(value)) in measured.measuring and profile is not None
            }
            if cells:
                yield Carrier(capability["id"], cells)


def _check(
    fault: Rule,
    kind: str,
    carriers: Iterable[Carrier],
    wanted: Mapping[str, Row],
    column: str,
    direction: Term,
    measured: Measured,
) -> None:
    for carrier in carriers:
        if not carrier.cells:
            continue
        for name, row in wanted.items():
            if not measured.profiles_of(name) & carrier.cells.keys():
                related = carrier.places
                told = {kind: carrier.name} if carrier.name else {}
                measured.report.add(fault, row.at(column), value=name, direction=direction, related=related, **told)


def _check_carried(carrier: Carrier, column: str, direction: Term, measured: Measured) -> None:
    for profile, place in carrier.cells.items():
        rows = [measured.measures[name] for name in sorted(measured.measures_of[profile])]
        if not any(_takes_part(row, column) for row in rows):
            there = rows[0].at(column)
            measured.report.add(
                CARRIED,
                place,
                value=profile,
                measure=rows[0]["id"],
                direction=direction,
                there=str(there),
                related=(there,),
            )


def _check_examples(flows: list[Row], measured: Measured) -> None:
    """No valid example of a Bundle that feeds holds a measure that is not fed."""
    urls = {
        structure.url
        for row in flows
        for profile in row.many("profile")
        if (structure := measured.structures.get(profile)) is not None and structure.resource["type"] == "Bundle"
    }
    for artifact in measured.workspace.artifacts:
        if not artifact.is_example or not urls & set(declared_profiles(artifact.resource)):
            continue
        if artifact.row is not None and artifact.row["expected"] == "refused":
            continue
        held = {url for resource in with_entries(artifact.resource) for url in declared_profiles(resource)}
        for name, row in measured.measures.items():
            profiles = measured.profiles_of(name) & measured.structures.keys()
            sent = any(measured.structures[profile].url in held for profile in profiles)
            if sent and row["feeding"] in ("no", "computed"):
                there = row.at("feeding")
                measured.report.add(EXAMPLE_FEEDS, artifact.place, measure=name, there=str(there), related=(there,))
