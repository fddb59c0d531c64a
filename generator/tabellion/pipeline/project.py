"""A project on disk: its folders, and the edition that its sources make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tabellion.artifacts.agreement.agreement import check_agreement
from tabellion.artifacts.arbitration.cells_decided import merge_shared
from tabellion.artifacts.arbitration.decisions import judge
from tabellion.artifacts.arbitration.differences import differences
from tabellion.artifacts.edition import Edition
from tabellion.artifacts.finishing import finish
from tabellion.artifacts.kinds import definition_sheets, kinds, sheets
from tabellion.artifacts.named import check_named, check_named_last
from tabellion.artifacts.references import check_identity, check_references
from tabellion.artifacts.resolved_keys import check_keys
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Report
from tabellion.fhir.coordinates import Coordinate
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import PackageDefinitions
from tabellion.files.names import composed_name
from tabellion.guide.holders import Holders, read_holders
from tabellion.guide.info import GuideInfo
from tabellion.guide.reading import guide_language, read_info, read_receptions
from tabellion.guide.table_settings import table_settings
from tabellion.guide.twins import check_twins
from tabellion.pipeline.former_edition import former_edition, shared_before
from tabellion.pipeline.kept import Kept, KeptDefinitions
from tabellion.pipeline.row_selection import select_rows
from tabellion.publish.pages_check import SiteFolders
from tabellion.tables.kept import KeptTables
from tabellion.tables.nos_editions import take_in_force
from tabellion.tables.sources import Sources, read_sources
from tabellion.tables.table import Table

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of a guide, and tables that are no files: frames by the name of their sheet. `sources` is only ever
    read."""

    root: Path
    frames: Mapping[str, pandas.DataFrame] = field(default_factory=dict)

    @property
    def sources(self) -> Path:
        return self.root / "sources"

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def narrative(self) -> Path:
        return self.sources / "pages"

    @property
    def site_folders(self) -> SiteFolders:
        root = self.root.resolve()  # the site is built by another process, which has its own idea of "here"
        return SiteFolders(self.narrative, root / "mkdocs.yml", root / "output", root / "site", root)

    @property
    def packages(self) -> Path:
        return self.root / "packages"


def read_tables(
    project: Project, report: Report, kept: KeptTables | None = None
) -> tuple[Sources, str, dict[str, Table], Holders]:
    """The sheets found, the guide's language, the typed tables of the artifacts by the key of their sheet, who holds
    what.

    Raises `ValueError` for a frame named after no sheet.
    """
    sources = read_sources(project.sources, sheets(), report, project.frames, kept)
    lang = guide_language(sources)
    holders = read_holders(sources, sheets(), lang, report)
    sources.settings = replace(table_settings(sources, sheets(), lang, report), roles=holders.roles)
    known = read_info(sources, lang, Report()) if sources.nomenclatures else None
    take_in_force(sources, known.date if known is not None else None, report)
    tables = {sheet.key: sources.table(sheet, lang, report) for kind in kinds() for sheet in kind.sheets}
    return sources, lang, tables, holders


def read_edition(project: Project, report: Report, kept: Kept | None = None) -> tuple[Edition | None, str]:
    """The edition that the sources make, and the guide's language. What did not change since `kept` was filled is not
    read again.

    Every fault of every file goes to `report`. The edition is `None` when the guide itself or its packages cannot be
    told; with errors in the report it is incomplete, and nothing may be written from it.
    """
    # kept for nobody, the files as they were read take their memory for no longer than the tables need it
    sources, lang, tables, holders = read_tables(project, report, kept.tables if kept is not None else None)
    kept = kept or Kept()
    info = read_info(sources, lang, report)
    receptions = read_receptions(sources, lang, report)
    del sources
    definitions = _definitions(info, project, report, kept.definitions) if info is not None else None
    if info is None or definitions is None:
        return None, lang
    shared = merge_shared(tables, holders, shared_before(project.output), report)
    check_twins(tables, info, report)
    taken, left_out = select_rows(tables, info, report)
    workspace = Workspace(
        info,
        taken,
        definitions,
        report,
        definition_sheets(),
        _example_files(project),
        left_out,
        incomplete_packages=definitions.incomplete,
    )
    former = former_edition(project.output, info.version, kept.former)
    judged = judge(list(differences(workspace, former.resource, holders)), workspace)
    check_identity(workspace)
    check_references(workspace)
    check_named(workspace)
    check_keys(workspace)
    for kind in kinds():
        kind.check(workspace)
    for kind in kinds():
        workspace.add(kind.fhir(workspace))
    check_named_last(workspace)
    artifacts, guide_resource = finish(workspace)
    agreement = check_agreement(workspace)
    edition = Edition(
        info=info,
        tables=taken,
        artifacts=artifacts,
        definitions=workspace.definitions,
        snapshots=workspace.snapshots,
        report=report,
        faults=workspace.faults,
        agreement=agreement,
        differences=(*shared.judged, *judged),
        shared=shared.published,
        receptions=receptions,
        guide_resource=guide_resource,
        files=workspace.files,
    )
    return edition, lang


def _definitions(info: GuideInfo, project: Project, report: Report, kept: KeptDefinitions) -> PackageDefinitions | None:
    wanted = tuple(
        (Coordinate(dependency.name, dependency.version), dependency.place) for dependency in info.dependencies
    )
    resolver = PackageResolver(project.packages, report)
    make = partial(resolver.definitions, info.fhir_version, wanted, info.place("fhir_version"))
    return kept.of((info.fhir_version, wanted), project.packages, make, report)


def _example_files(project: Project) -> dict[str, bytes]:
    folder = project.sources / "examples"
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    return {composed_name(path.name): path.read_bytes() for path in paths}
