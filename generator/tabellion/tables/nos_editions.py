"""Which files of the French national repository of nomenclatures an edition is made from: of each, the one in force."""

from __future__ import annotations

import datetime

from tabellion.diagnostics import Place, Report, rule
from tabellion.tables.nos_identity import DECLARED_BY, NomenclatureIdentity
from tabellion.tables.sources import Sources

NOMENCLATURE_NOT_IN_FORCE = rule(
    "TB060",
    "nomenclature-not-in-force",
    "information",
    "informational",
    cause=True,
    fr="le fichier est une autre édition {other:de} (version {version}) : au {date}, c'est celle-là qui est prise",
    en="the file is another edition of {other} (version {version}): on {date} it is that one that is taken",
    help_fr="rien à faire si c'est voulu ; sinon, vérifiez les dates de la ligne 2 et celle de l'édition du guide",
    help_en="nothing to do if it is meant; else check the dates of line 2 and that of the edition of the guide",
)


def take_in_force(sources: Sources, date: datetime.date | None, report: Report) -> None:
    """Keep of several editions of a nomenclature the one that is in force on the date of the guide's edition, and leave
    out what others say of it; what authors declare by its OID in a sheet of theirs is theirs.

    In force is the newest whose dates include the day; where none is, the newest that has begun, else the newest. One
    that was changed later was not there on that day, and comes after the others.
    """
    on = date.isoformat() if date is not None else "9999-12-31"
    editions: dict[tuple[str, str], list[str]] = {}
    for file, identity in sources.nomenclatures.items():
        if identity.oid:
            editions.setdefault((identity.kind, identity.oid), []).append(file)
    for files in editions.values():
        taken = max(files, key=lambda file: _rank(sources.nomenclatures[file], on))
        version = sources.nomenclatures[taken].version
        for file in files:
            if file != taken:
                report.add(
                    NOMENCLATURE_NOT_IN_FORCE,
                    Place(file),
                    other=taken,
                    version=version,
                    date=on,
                    related=(Place(taken),),
                )
                for key, grids in sources.grids.items():
                    sources.grids[key] = [grid for grid in grids if grid.file != file]
    _leave_to_authors(sources)


def _rank(identity: NomenclatureIdentity, on: str) -> tuple[bool, bool, bool, str]:
    has_begun = not identity.start or identity.start <= on
    return identity.is_in_force(on), has_begun, identity.changed <= on, identity.changed


def _leave_to_authors(sources: Sources) -> None:
    """Drop the row that a file declares where a sheet of the authors declares the same OID."""
    for file, identity in sources.nomenclatures.items():
        key = DECLARED_BY[identity.kind]
        grids = sources.grids.get(key, [])
        others = [grid for grid in grids if grid.file not in sources.nomenclatures]
        known = {
            str(cell.value).strip().removeprefix("urn:oid:")
            for grid in others
            for cells in grid.rows.values()
            for cell in cells.values()
        }
        if identity.oid and identity.oid in known:
            sources.grids[key] = [grid for grid in grids if grid.file != file]
