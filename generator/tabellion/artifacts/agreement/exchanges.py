"""Measures that are fed and queried, against the flows, capabilities and bundles that carry their profiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tabellion.artifacts.agreement.measured import Measured
from tabellion.artifacts.instances import declared_profiles, with_entries
from tabellion.diagnostics import Place, Rule, Term, rule
from tabellion.guide.artifact import Artifact
from tabellion.tables.table import Row

MEASURE_IN_NO_FLOW = rule(
    "MG009",
    "measure-in-no-flow",
    "warning",
    "business-rule",
    fr="la mesure « {value} » est déclarée pour {direction}, mais aucun flux {direction:de} ne la porte",
    en="the measurement `{value}` is declared for {direction}, but no flow of {direction} carries it",
    help_fr="ajoutez son profil à la colonne « Profil » du flux, ou corrigez cette cellule",
    help_en="add its profile to the column `Profile` of the flow, or fix this cell",
)
MEASURE_IN_NO_CAPABILITY = rule(
    "MG010",
    "measure-in-no-capability",
    "warning",
    "business-rule",
    fr="la mesure « {value} » est déclarée pour {direction}, mais « {capability} » ne déclare pas son profil",
    en="the measurement `{value}` is declared for {direction}, but `{capability}` does not declare its profile",
    help_fr="ajoutez son profil à la feuille « Détail des capacités », ou corrigez cette cellule",
    help_en="add its profile to the sheet `Capability details`, or fix this cell",
)
MEASURE_IN_NO_BUNDLE = rule(
    "MG011",
    "measure-in-no-bundle",
    "warning",
    "business-rule",
    fr="la mesure « {value} » est déclarée pour {direction}, mais aucune tranche de « {bundle} » ne la porte",
    en="the measurement `{value}` is declared for {direction}, but no slice of `{bundle}` carries it",
    help_fr="ajoutez une tranche pour son profil à ce profil de Bundle, ou corrigez cette cellule",
    help_en="add a slice for its profile to that Bundle profile, or fix this cell",
)
CARRIED_ALTHOUGH_NOT_EXCHANGED = rule(
    "MG012",
    "carried-although-not-exchanged",
    "warning",
    "business-rule",
    fr="« {value} » est porté ici, mais d'après {there}, la mesure « {measure} » ne fait pas partie {direction:de}",
    en="`{value}` is carried here, but {there} says that the measurement `{measure}` is not part of {direction}",
    help_fr="retirez-le d'ici, ou corrigez la ligne de la mesure",
    help_en="remove it from here, or fix the row of the measurement",
)
EXAMPLE_FEEDS_WHAT_IS_NOT_FED = rule(
    "MG013",
    "example-feeds-what-is-not-fed",
    "error",
    "business-rule",
    fr="l'exemple envoie la mesure « {measure} », qui ne s'envoie pas selon {there}",
    en="the example sends the measurement `{measure}`, which is not to be sent according to {there}",
    help_fr="indiquez que l'exemple est refusé, retirez-le, ou corrigez la colonne « Alimentation »",
    help_en="mark the example as refused, remove it, or fix the column `Submission`",
)

WORDS = {"feeding": Term("l'alimentation", "submission"), "querying": Term("la consultation", "querying")}


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
    for direction in WORDS:
        flows = [row for row in measured.rows("flows") if row["direction"] == direction]
        listed = _flows(flows, measured)
        bundles = list(_bundles(flows, measured))
        _check(MEASURE_IN_NO_FLOW, {}, listed, (direction,), measured)
        for bundle in bundles:
            _check(MEASURE_IN_NO_BUNDLE, {"bundle": bundle.name}, bundle, (direction,), measured)
        for carrier in (listed, *bundles):
            _check_carried(carrier, (direction,), measured)
        if direction == "feeding":
            _check_examples(flows, measured)
    for capability, directions in _capabilities(measured):
        _check(MEASURE_IN_NO_CAPABILITY, {"capability": capability.name}, capability, directions, measured)
        _check_carried(capability, directions, measured)


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


def _capabilities(measured: Measured) -> Iterator[tuple[Carrier, tuple[str, ...]]]:
    """What capabilities promise of profiles of measures, with the directions of the flows that they serve."""
    directions = {row["id"]: row["direction"] for row in measured.rows("flows")}
    for capability in measured.rows("capabilities"):
        served = {directions.get(flow) for flow in capability.many("flows")}
        if None in served:
            continue  # which way a flow goes that was not read nobody can tell
        cells: dict[str, Place] = {}
        for row in measured.rows("capability-rows"):
            if row["capability"] == capability["id"] and row["item"] == "profile":
                profiles = map(measured.workspace.own_structure, row.many("value"))
                cells |= {profile: row.at("value") for profile in profiles if profile in measured.measuring}
        yield Carrier(capability["id"] or "", cells), tuple(direction for direction in WORDS if direction in served)


def _check(
    fault: Rule, named: Mapping[str, str], carrier: Carrier, directions: tuple[str, ...], measured: Measured
) -> None:
    """Report the measures that a carrier of others lacks, each at the first cell that says it should be there."""
    # which measures a profile carries that was not read nobody can tell
    is_whole = measured.workspace.faults.is_whole("profiles", "measure")
    for name, row in measured.measures.items() if carrier.cells and is_whole else ():
        said = next((direction for direction in directions if _takes_part(row, direction)), None)
        if said is not None and not measured.profiles_of(name) & carrier.cells.keys():
            words, related = WORDS[said], carrier.places
            measured.report.add(fault, row.at(said), value=name, direction=words, related=related, **named)


def _check_carried(carrier: Carrier, directions: tuple[str, ...], measured: Measured) -> None:
    for profile, place in carrier.cells.items() if directions else ():
        rows = [measured.measures[name] for name in sorted(measured.measures_of[profile])]
        if not any(_takes_part(row, direction) for row in rows for direction in directions):
            there = rows[0].at(directions[0])
            measured.report.add(
                CARRIED_ALTHOUGH_NOT_EXCHANGED,
                place,
                value=profile,
                measure=rows[0]["id"],
                direction=WORDS[directions[0]],
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
    for artifact in measured.valid_examples:
        if not urls & set(declared_profiles(artifact.resource)):
            continue
        held = {url for resource in with_entries(artifact.resource) for url in declared_profiles(resource)}
        for name, row in measured.measures.items():
            profiles = measured.profiles_of(name) & measured.structures.keys()
            sent = any(measured.structures[profile].url in held for profile in profiles)
            if sent and row["feeding"] in ("no", "computed"):
                there = row.at("feeding")
                measured.report.add(
                    EXAMPLE_FEEDS_WHAT_IS_NOT_FED, artifact.place, measure=name, there=str(there), related=(there,)
                )
