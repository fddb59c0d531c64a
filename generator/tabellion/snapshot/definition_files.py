"""Files of StructureDefinitions: read in any order, each written again with its snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tabellion.diagnostics import Place, Report, rule
from tabellion.fhir.definitions import Definitions, OwnDefinitions
from tabellion.fhir.json import Json, dumps
from tabellion.fhir.json_text import read_json
from tabellion.fhir.xml_encoding import is_xml
from tabellion.files.cause import cause_of
from tabellion.files.moving import write_whole
from tabellion.snapshot.generator import SnapshotGenerator
from tabellion.snapshot.prohibited import prohibited_problems
from tabellion.snapshot.types import TypeSystem
from tabellion.snapshot.value_set_bounds import value_set_problems
from tabellion.tables.literals import ID
from tabellion.terminology.expansion import Terminology

UNREADABLE_DEFINITION_FILE = rule(
    "SN050",
    "unreadable-definition-file",
    "error",
    "processing",
    fr="le fichier ne peut pas être lu : {reason}",
    en="the file cannot be read: {reason}",
    help_fr="donnez une StructureDefinition en JSON ou en XML, en UTF-8",
    help_en="give a StructureDefinition as JSON or XML, in UTF-8",
)
NOT_A_STRUCTURE_DEFINITION = rule(
    "SN051",
    "not-a-structure-definition",
    "error",
    fr="le fichier contient « {value} », pas une StructureDefinition",
    en="the file holds `{value}`, not a StructureDefinition",
    help_fr="donnez les fichiers des seules définitions de structure",
    help_en="give the files of structure definitions only",
)
DEFINITION_WITHOUT_USABLE_ID = rule(
    "SN052",
    "definition-without-usable-id",
    "error",
    fr="l'identifiant « {value} » ne peut pas nommer un fichier",
    en="the id `{value}` cannot name a file",
    help_fr="donnez à la définition un id de lettres, chiffres, tirets et points, 64 signes au plus",
    help_en="give the definition an id of letters, digits, hyphens and dots, 64 characters at most",
)
DEFINITION_GIVEN_TWICE = rule(
    "SN053",
    "definition-given-twice",
    "error",
    "duplicate",
    fr="la définition « {value} » est aussi dans un autre fichier",
    en="the definition `{value}` is in another file too",
    help_fr="donnez chaque définition une fois, sous un seul id et une seule url",
    help_en="give each definition once, under an id and a url of its own",
)

SNAPSHOT_NOT_WRITTEN = rule(
    "SN054",
    "snapshot-not-written",
    "error",
    "processing",
    fr="le fichier ne peut pas être écrit : {reason}",
    en="the file cannot be written: {reason}",
    help_fr="{remedy}",
    help_en="{remedy}",
    machine=True,
)
PROFILES_OF_TYPES_NOT_AVAILABLE = rule(
    "SN055",
    "profiles-of-types-not-available",
    "warning",
    "not-found",
    fr="aucun paquet n'a {profiles} : le snapshot suit là le type seul",
    en="no package has {profiles}: the snapshot follows the type alone there",
    help_fr="ajoutez le paquet qui les définit (--package) ; ce qu'ils demandent n'a pas été vérifié",
    help_en="add the package that defines them (--package); what they ask was not checked",
)

OTHER_VERSION_NOT_AVAILABLE = rule(
    "SN058",
    "other-version-not-available",
    "warning",
    "not-found",
    fr="{package} manque : le snapshot suit le type seul pour {profiles}, éléments de la version que le paquet définit",
    en="{package} is not available: the snapshot follows the type alone for {profiles}, elements of its version",
    help_fr="ajoutez le paquet : « tabellion packages add {package} », ou --package",
    help_en="add the package: `tabellion packages add {package}`, or --package",
)


@dataclass(frozen=True, slots=True)
class DefinitionFile:
    """A StructureDefinition and where it was read; the snapshot that it came with, if any, is kept apart."""

    path: Path
    definition: Json
    published: Json | None = None

    @property
    def complete(self) -> Json:
        """The definition as it came."""
        return {**self.definition, "snapshot": self.published}

    @property
    def id(self) -> str:
        return str(self.definition["id"])


def read_definition_files(paths: Iterable[Path], below: Definitions, report: Report) -> list[DefinitionFile]:
    """The definitions of files, JSON or XML whatever their names; what cannot be used is told and left out.

    A definition without id has the last part of its url for one. `below` has FHIR's types, which reading XML takes.
    """
    found: list[DefinitionFile] = []
    taken: dict[str, Path] = {}
    for path in paths:
        definition = _read(path, below, report)
        if definition is None or not _has_usable_id(definition, path, report):
            continue
        published = definition.pop("snapshot", None)
        names = [f"id {definition['id']}".casefold(), f"url {definition.get('url')}"]
        known = next((taken[name] for name in names if name in taken), None)
        if known is not None:
            related = (Place(file=str(known)),)
            report.add(DEFINITION_GIVEN_TWICE, Place(file=str(path)), value=definition["id"], related=related)
            continue
        taken |= dict.fromkeys(names, path)
        found.append(DefinitionFile(path, definition, published))
    return found


def read_references(paths: Iterable[Path], below: Definitions, report: Report) -> dict[str, Json]:
    """Definitions with the snapshots that another generator made, by url."""
    read = [_read(path, below, report) for path in paths]
    return {item["url"]: item for item in read if item is not None and isinstance(item.get("url"), str)}


def _read(path: Path, below: Definitions, report: Report) -> Json | None:
    try:
        content = path.read_bytes()
    except OSError as fault:
        report.add(UNREADABLE_DEFINITION_FILE, Place(file=str(path)), reason=fault.strerror or type(fault).__name__)
        return None
    found = Report()
    resource = _from_xml(content, str(path), below, found) if is_xml(content) else read_json(content, found, str(path))
    report.extend(found)
    if resource is None or found.failed:
        return None
    if resource["resourceType"] != "StructureDefinition":
        report.add(NOT_A_STRUCTURE_DEFINITION, Place(file=str(path)), value=resource["resourceType"])
        return None
    return resource


def _from_xml(content: bytes, file: str, below: Definitions, report: Report) -> Json | None:
    from tabellion.fhir.xml_reader import XmlReader

    return XmlReader(below).read(content, report, file).resource


def _has_usable_id(definition: Json, path: Path, report: Report) -> bool:
    url = definition.get("url")
    named = definition.setdefault("id", url.rpartition("/")[2] if isinstance(url, str) else "")
    usable = isinstance(named, str) and ID.fullmatch(named) is not None and named.strip(".") != ""
    if not usable:
        report.add(DEFINITION_WITHOUT_USABLE_ID, Place(file=str(path)), value=named)
    return usable


def write_snapshots(files: list[DefinitionFile], below: Definitions, folder: Path, report: Report) -> list[Path]:
    """Make the snapshot of each definition over `below` and write it as `folder/<id>.json`; the paths written.

    Definitions see each other whatever their order. One whose base is not available serves the others with the snapshot
    that it came with. One that leaves no snapshot to make is told and not written, one
    that is made with errors is told and written.
    """
    usable = [file for file in files if isinstance(file.definition.get("url"), str)]
    system = TypeSystem(OwnDefinitions([file.definition for file in usable], below))
    served = [
        file.definition if file.published is None or system.is_whole(file.definition) else file.complete
        for file in usable
    ]
    definitions = OwnDefinitions(served, below)
    generator, terminology = SnapshotGenerator(definitions), Terminology(definitions)
    written = []
    for item in files:
        snapshot = generator.generate(item.definition)
        value_sets = value_set_problems(snapshot.rebindings, item.definition.get("baseDefinition", ""), terminology)
        stated = item.definition.get("differential", {}).get("element", []) if snapshot.elements else []
        for problem in (*snapshot.problems, *prohibited_problems(snapshot.elements, stated), *value_sets):
            problem.report(report, Place(file=str(item.path), element=problem.element))
        _tell_absent(_absent_profiles(item.definition, system), definitions, Place(file=str(item.path)), report)
        if snapshot.elements:
            target = folder / f"{item.id}.json"
            text = dumps(with_snapshot(item.definition, snapshot.elements))
            try:
                write_whole(target, text.encode("utf-8"))
            except OSError as fault:
                cause = cause_of(fault)
                report.add(SNAPSHOT_NOT_WRITTEN, Place(file=str(target)), reason=cause.reason, remedy=cause.remedy)
                continue
            written.append(target)
    return written


def _tell_absent(profiles: list[str], definitions: Definitions, place: Place, report: Report) -> None:
    """Tell what no package has: profiles, and elements of other versions of FHIR by the package that is missing."""
    by_package: dict[str, list[str]] = {}
    for profile in profiles:
        other = definitions.of_other_version(profile)
        by_package.setdefault(str(other.lacking) if other is not None else "", []).append(profile)
    for package, absent in by_package.items():
        if package:
            report.add(OTHER_VERSION_NOT_AVAILABLE, place, package=package, profiles=", ".join(absent))
        else:
            report.add(PROFILES_OF_TYPES_NOT_AVAILABLE, place, profiles=", ".join(absent))


def _absent_profiles(definition: Json, system: TypeSystem) -> list[str]:
    """The profiles that a differential puts on types and that no package has, in order, each once."""
    stated = definition.get("differential", {})
    elements = stated.get("element") if isinstance(stated, dict) else None
    named = {
        profile.partition("#")[0]
        for element in (elements if isinstance(elements, list) else ())
        if isinstance(element, dict)
        for type_ref in (element["type"] if isinstance(element.get("type"), list) else ())
        if isinstance(type_ref, dict)
        for profile in (type_ref["profile"] if isinstance(type_ref.get("profile"), list) else ())
        if isinstance(profile, str)
    }
    return sorted(profile for profile in named if profile and system.definition(profile) is None)


def with_snapshot(definition: Json, elements: list[Json]) -> Json:
    """The definition with a snapshot, where FHIR's order has it: before the differential."""
    made: Json = {}
    for key, value in definition.items():
        if key == "differential":
            made["snapshot"] = {"element": elements}
        made[key] = value
    made.setdefault("snapshot", {"element": elements})
    return made
