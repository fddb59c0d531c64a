"""The rows of the sheets Guide and Reception of an imported guide."""

from __future__ import annotations

import datetime
from typing import Any

from tabellion.artifacts.imported_guide import ImportedGuide
from tabellion.elements.review_dates import APPROVAL, LAST_REVIEW, review_date
from tabellion.fhir.json import Json
from tabellion.fhir.packages import Package
from tabellion.guide.items import ITEMS
from tabellion.pipeline.new_project.content import Rows
from tabellion.pipeline.new_project.files import WORKBOOKS

UNDATED = datetime.date(1970, 1, 1)  # of a guide that states no day: a cell to fill


def guide_rows(guide: ImportedGuide, resource: Json, package: Package) -> Rows:
    """A row for each item, from the ImplementationGuide, else from the manifest of the package."""
    manifest = package.manifest
    given: dict[str, Any] = {
        "package_id": package.name,
        "canonical": guide.canonical,
        "name": resource.get("name") or package.name,
        "version": resource.get("version") or package.version,
        "status": resource.get("status") or "draft",
        "date": date_of(resource),
        "fhir_version": next(iter(package.fhir_versions), None),
        "publisher": resource.get("publisher") or manifest.get("author") or package.name,
        "jurisdiction": _jurisdiction(resource),
        "license": resource.get("license"),
        "lang": guide.lang,
        "langs": "\n".join((guide.lang, *guide.others)) if guide.others else None,
        "approval_date": review_date(resource, APPROVAL) or None,
        "last_review_date": review_date(resource, LAST_REVIEW) or None,
        "dependencies": "\n".join(f"{name}@{version}" for name, version in _needed(package)),
        "experimental": resource.get("experimental"),
    }
    given |= _contact(resource)
    for element in ("title", "description", "copyright"):
        given |= guide.text(resource, element)
    given["title"] = given["title"] or manifest.get("title") or given["name"]
    rows: Rows = []
    for item in ITEMS:
        row: dict[str, Any] = {"item": item.term[guide.lang]}
        value = given.get(item.key)
        if isinstance(value, bool):
            value = {"fr": ("oui", "non"), "en": ("yes", "no")}[guide.lang][not value]
        if value is not None:
            row["value"] = value
        row |= {
            f"value::{lang}": given[f"{item.key}::{lang}"] for lang in guide.others if f"{item.key}::{lang}" in given
        }
        rows.append(row)
    return rows


def reception_rows(resource: Json, package: Package) -> dict[str, Rows]:
    """The row of each workbook that says whence it is: the publisher's package, in every role."""
    row = {
        "institution": resource.get("publisher") or package.name,
        "version": package.version,
        "received": date_of(resource),
    }
    return {owner: [row | {"role": owner}] for owner in WORKBOOKS}


def date_of(resource: Json) -> datetime.date:
    """The day of an edition, of which FHIR may say no more than the month or the year."""
    stated = str(resource.get("date", ""))[:10]
    try:
        return datetime.date.fromisoformat(stated + "-01-01"[len(stated) - 4 :] if 4 <= len(stated) < 10 else stated)
    except ValueError:
        return UNDATED


def _needed(package: Package) -> list[tuple[str, str]]:
    """What the package depends on, but for the definitions of FHIR itself, which every guide has."""
    return [(name, version) for name, version in sorted(package.dependencies.items()) if not _is_core(name)]


def _is_core(name: str) -> bool:
    return name.startswith("hl7.fhir.r") and name.endswith((".core", ".expansions", ".examples"))


def _jurisdiction(resource: Json) -> str | None:
    codings = [coding for item in resource.get("jurisdiction", ()) for coding in item.get("coding", ())]
    return next((coding["code"] for coding in codings if "code" in coding), None)


def _contact(resource: Json) -> dict[str, Any]:
    """Where to write, and the address of the publisher, from ImplementationGuide.contact."""
    points = [point for contact in resource.get("contact", ()) for point in contact.get("telecom", ())]
    found = {point.get("system"): str(point.get("value")).removeprefix("mailto:") for point in reversed(points)}
    return {"contact": found.get("email"), "publisher_url": found.get("url")}
