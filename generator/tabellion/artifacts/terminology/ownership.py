"""What others own keeps its name, its version and its content: artifacts at the addresses of other publishers."""

from __future__ import annotations

from collections.abc import Iterator

from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import rule
from tabellion.fhir.json import Json
from tabellion.guide.artifact import Artifact
from tabellion.guide.info import GuideInfo
from tabellion.tables.table import Row

OWNER_NOT_STATED = rule(
    "CS013",
    "owner-not-stated",
    "warning",
    "business-rule",
    fr="l'adresse {url} n'est pas de ce guide, et la ligne ne donne pas {missing} de son propriétaire",
    en="the address {url} is not this guide's, and the row does not give {missing} of its owner",
    help_fr="remplissez les colonnes « Propriétaire » et « Version » ; d'un contenu que vous avez changé, videz "
    "l'adresse, et mettez-la dans « Dérivé de »",
    help_en="fill the columns `Owner` and `Version`; of a content that you have changed, empty the address, and put it "
    "into `Derived from`",
)
CONTENT_OF_OTHERS_CHANGED = rule(
    "CS014",
    "content-of-others-changed",
    "error",
    "business-rule",
    fr="{url} est publié par {owner} avec d'autres codes : {codes}",
    en="{url} is published by {owner} with other codes: {codes}",
    help_fr="reprenez ses codes tels quels, ou videz l'adresse et mettez-la dans « Dérivé de »",
    help_en="take its codes as they are, or empty the address and put it into `Derived from`",
)
DERIVED = "http://hl7.org/fhir/StructureDefinition/artifact-relatedArtifact"
"""The extension by which a resource without an element for it says what it comes from."""
MOST_CODES = 5


def is_of_others(row: Row, info: GuideInfo) -> bool:
    """Whether a row declares an artifact at an address that is not below the guide's, and not of its publisher."""
    url = row["url"] or ""
    is_elsewhere = url.startswith(("http://", "https://")) and not url.startswith(f"{info.canonical.rstrip('/')}/")
    return is_elsewhere and row["publisher"] != info.publisher


def check_owner(row: Row, workspace: Workspace) -> None:
    """A row at another's address names its owner and the owner's version, which a fragment may be without."""
    if not is_of_others(row, workspace.info):
        return
    is_part = row.sheet.key == "codesystems" and row["content"] in ("fragment", "example")
    for key in ("publisher",) if is_part else ("publisher", "version"):
        # the owner's own file, as that of a national repository, may have no place for its publisher
        is_theirs = key == "publisher" and key not in row.cells and not row.is_empty("version")
        if row.is_empty(key) and not is_theirs:
            heading = row.sheet.column(key).term
            workspace.report.add(OWNER_NOT_STATED, row.at("url"), value=row["url"], url=row["url"], missing=heading)
            return


def put_owner(resource: Json, row: Row, info: GuideInfo) -> None:
    """Of what others own, their publisher and version in place of the guide's; of what is derived, from what.

    What the row does not say is left out: the guide's contact, jurisdiction and rights are not theirs.
    """
    if is_of_others(row, info):
        for key in ("version", "publisher", "contact", "jurisdiction"):
            resource.pop(key, None)
        resource |= {key: row[key] for key in ("version", "publisher") if row[key]}
        if not row.text("copyright"):
            resource.pop("copyright", None)
            resource.pop("_copyright", None)
    elif row["publisher"]:
        resource["publisher"] = row["publisher"]
    if row["derived_from"]:
        related = {"type": "derived-from", "resource": row["derived_from"]}
        resource.setdefault("extension", []).append({"url": DERIVED, "valueRelatedArtifact": related})


def check_content(artifact: Artifact, published: Json | None, workspace: Workspace) -> None:
    """What a package at hand publishes at the same address has the same codes; a fragment has some of them."""
    row = artifact.row
    if row is None or published is None or not is_of_others(row, workspace.info):
        return
    ours, theirs = set(_codes(artifact.resource)), set(_codes(published))
    is_part = artifact.resource.get("content") in ("fragment", "example", "supplement")
    other = sorted(ours - theirs if is_part else ours ^ theirs)
    if theirs and other:
        shown = ", ".join(code for _, code in other[:MOST_CODES]) + (" …" if len(other) > MOST_CODES else "")
        workspace.report.add(
            CONTENT_OF_OTHERS_CHANGED,
            row.at("url"),
            value=row["url"],
            url=row["url"],
            owner=str(published.get("publisher") or "—"),
            codes=shown,
        )


def _codes(resource: Json) -> Iterator[tuple[str, str]]:
    """The codes that a code system or the listed part of a value set has, each with its system."""
    if resource["resourceType"] == "CodeSystem":
        yield from (("", code) for code in _below(resource.get("concept", ())))
    for include in resource.get("compose", {}).get("include", ()):
        yield from ((str(include.get("system", "")), str(item["code"])) for item in include.get("concept", ()))


def _below(concepts: list[Json]) -> Iterator[str]:
    for concept in concepts:
        yield str(concept["code"])
        yield from _below(concept.get("concept", []))
