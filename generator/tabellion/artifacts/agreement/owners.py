"""What others own, where nobody at hand publishes it: that its content is theirs was not checked."""

from __future__ import annotations

from tabellion.artifacts.agreement.measured import Measured
from tabellion.artifacts.terminology.ownership import is_of_others
from tabellion.diagnostics import rule

CONTENT_OF_OTHERS_NOT_COMPARED = rule(
    "CS015",
    "content-of-others-not-compared",
    "information",
    "informational",
    columnwise=True,
    fr="aucun paquet présent ne publie {url} : ses codes n'ont pas été comparés avec ceux du propriétaire ({owner})",
    en="no available package publishes {url}: its codes were not compared with those of its owner ({owner})",
    help_fr="déclarez son paquet dans « Dépendances » et ajoutez-le : tabellion packages add nom@version",
    help_en="declare its package in `Dependencies` and add it: tabellion packages add name@version",
)


def check_owners(measured: Measured) -> None:
    """Value sets and code systems of others are compared with what a package publishes; where none does, it is told."""
    workspace = measured.workspace
    for artifact in workspace.artifacts:
        row = artifact.row
        if artifact.kind not in ("valueset", "codesystem") or row is None or not is_of_others(row, workspace.info):
            continue
        if row["publisher"] and workspace.packages.get(artifact.url, artifact.type) is None:
            measured.report.add(
                CONTENT_OF_OTHERS_NOT_COMPARED, row.at("url"), value=row["url"], url=row["url"], owner=row["publisher"]
            )
