"""Files that stand once for all languages: resources at their canonical place, redirects, indexes, tables of codes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from html import escape

from tabellion.artifacts.edition import Edition
from tabellion.artifacts.kinds import shown_kinds
from tabellion.diagnostics import Report
from tabellion.fhir.json import dumps
from tabellion.guide.artifact import Artifact
from tabellion.publish.discovery import editions_feed, robots
from tabellion.publish.page_head import FEED
from tabellion.publish.pages.addresses import file_safe, relative
from tabellion.publish.pages.downloads import INDEX
from tabellion.publish.pages.reading import Reading
from tabellion.publish.pages.registry import kind_pages
from tabellion.publish.pages.resource_files import resource_files
from tabellion.publish.review_files import review_files
from tabellion.publish.withdrawn import withdrawn


def root_files(readings: Sequence[Reading]) -> dict[str, bytes]:
    """By path from the root of the site."""
    edition = readings[0].edition
    files: dict[str, bytes] = {}
    for artifact in edition.artifacts:
        as_json, as_xml = resource_files(artifact)
        files[as_json] = artifact.encoded()
        xml = edition.xml_writer.write(artifact.resource, Report())
        if xml is not None:
            files[as_xml] = xml.encode("utf-8")
        files |= kind_pages()[artifact.kind].files(artifact, readings)
        place = f"{artifact.type}/{artifact.id}/index.html"
        files[place] = redirect(relative(readings[0].addresses.of(artifact), place), artifact.reference)
    guide = edition.guide_resource
    if guide:
        files[f"ImplementationGuide/{guide['id']}.json"] = dumps(guide).encode("utf-8")
        xml = edition.xml_writer.write(guide, Report())
        if xml is not None:
            files[f"ImplementationGuide/{guide['id']}.xml"] = xml.encode("utf-8")
        place = f"ImplementationGuide/{guide['id']}/index.html"
        files[place] = redirect(relative("index.html", place), str(guide["id"]))
    files[INDEX[readings[0].addresses.lang]] = artifact_index(readings).encode("utf-8")
    files["robots.txt"] = robots(readings).encode("utf-8")
    files[FEED] = editions_feed(readings[0]).encode("utf-8")
    files |= withdrawn(readings)
    files |= renamed(readings)
    files |= review_files(readings)
    return files


def artifact_index(readings: Sequence[Reading]) -> str:
    """Every artifact for programs: type, id, canonical, version, titles, page, JSON and its checksum."""
    first = readings[0]
    info = first.edition.info
    artifacts = []
    for artifact in first.edition.artifacts:
        as_json = resource_files(artifact)[0]
        entry: dict[str, object] = {"resourceType": artifact.type, "id": artifact.id, "kind": artifact.kind}
        if artifact.url:
            entry["url"] = artifact.url
            entry["version"] = artifact.resource.get("version", info.version)
        entry["title"] = {reading.lang: reading.title(artifact).text for reading in readings}
        entry["page"] = first.addresses.of(artifact)
        entry["json"] = as_json
        entry["sha256"] = hashlib.sha256(artifact.encoded()).hexdigest()
        if artifact.is_refused:
            entry["refused"] = True
        artifacts.append(entry)
    whole = {"guide": info.package_id, "version": info.version, "canonical": info.canonical, "artifacts": artifacts}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def redirect(target: str, title: str) -> bytes:
    """A page that leads on at once, with the part of the address after `#`, and says so without script."""
    href = escape(target, quote=True)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'<link rel="canonical" href="{href}">\n<meta http-equiv="refresh" content="0; url={href}">\n'
        '<meta name="robots" content="noindex">\n'
        f"<script>location.replace({json.dumps(target)} + location.hash)</script>\n</head>\n"
        f'<body data-pagefind-ignore="all"><p><a href="{href}">{escape(title)}</a></p></body>\n</html>\n'
    ).encode()


def renamed(readings: Sequence[Reading]) -> dict[str, bytes]:
    """The old addresses of renamed artifacts, leading to the new ones in every language."""
    files: dict[str, bytes] = {}
    for old, new in _renamings(readings[0].edition):
        target = readings[0].addresses.of(new)
        folder = shown_kinds()[new.kind].folder[readings[0].addresses.lang]
        for reading in readings:
            page = f"{reading.root}{folder}/{file_safe(old)}.html"
            files[page] = redirect(relative(reading.root + target, page), old)
        place = f"{new.type}/{old}/index.html"
        files[place] = redirect(relative(target, place), old)
    return files


def _renamings(edition: Edition) -> Iterator[tuple[str, Artifact]]:
    """The old id of each renamed artifact and the artifact that it is now."""
    taken = {artifact.id for artifact in edition.artifacts}
    for row in edition.rows("renamings"):
        old, new = str(row["old_artifact"]).rpartition("/")[2], str(row["new_artifact"])
        found = next((artifact for artifact in edition.artifacts if new in (artifact.id, artifact.reference)), None)
        if found is not None and old not in taken:
            yield old, found


def sitemap(readings: Sequence[Reading], pages: Sequence[str]) -> str:
    """The pages of the site for search engines, each with its other languages; `""` without an address of the site."""
    site = readings[0].edition.info.site.rstrip("/")
    if not site:
        return ""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    )
    date = readings[0].edition.info.date.isoformat()
    for page in sorted(pages):
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{reading.lang}" href="{escape(f"{site}/{reading.root}{page}")}"/>'
            for reading in readings
        )
        for reading in readings:
            lines.append(
                f"<url><loc>{escape(f'{site}/{reading.root}{page}')}</loc><lastmod>{date}</lastmod>{others}</url>"
            )
    return "\n".join([*lines, "</urlset>"]) + "\n"
