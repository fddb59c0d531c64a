"""Findings as SARIF 2.1.0 (OASIS), which forges and editors show beside the files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from tabellion.diagnostics.model import Finding, Place
from tabellion.diagnostics.pages import address, page
from tabellion.diagnostics.registry import Rule
from tabellion.diagnostics.render.records import details
from tabellion.version import __version__

LEVELS = {"error": "error", "warning": "warning", "information": "note"}
_DRIVE = re.compile(r"[A-Za-z]:/")
PROPERTIES = ("type", "pointer", "expected", "suggestion", "profile", "elementId", "key")
ROOT = "%SRCROOT%"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_pieces(findings: Iterable[Finding], lang: str, root: str = "") -> Iterator[str]:
    """One run of one tool, result by result; the rules that are broken come last, when they are known.

    Relative paths start from `ROOT`, the folder of the address `root` where that is known (SARIF 2.1.0, 3.14.14).
    """
    yield f'{{\n"$schema": "{SCHEMA}",\n"version": "2.1.0",\n"runs": [{{\n"language": "{lang}",\n'
    yield '"columnKind": "unicodeCodePoints",\n'
    base = {ROOT: {"uri": root} if root else {"description": {"text": "the root of the repository"}}}
    yield f'"originalUriBaseIds": {json.dumps(base)},\n"results": ['
    order: dict[str, tuple[int, Rule]] = {}
    between = ""
    for finding in findings:
        index, _ = order.setdefault(finding.code, (len(order), finding.rule))
        yield f"{between}\n{json.dumps(_result(finding, index, lang), ensure_ascii=False)}"
        between = ","
    rules = [_rule(rule, lang) for _, rule in order.values()]
    driver = {"name": "tabellion", "version": __version__, "rules": rules}
    yield f'\n],\n"tool": {json.dumps({"driver": driver}, ensure_ascii=False)}\n}}]\n}}\n'


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    """What a rule is about: its name in words, why it is there, and its whole page, with the address of that page here:
    forges show the text, editors open the file."""
    described: dict[str, Any] = {
        "id": rule.code,
        "name": "".join(part.title() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.name.replace("-", " ")},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }
    try:
        documented = page(rule.code, lang)
    except KeyError:  # a rule of somebody else's module
        return described
    paragraphs = (" ".join(part.split()) for part in documented.why.split("\n\n"))
    described["fullDescription"] = {"text": "\n\n".join(paragraphs)}
    described["help"] = {"text": documented.text, "markdown": documented.text}
    if (found := address(rule.code, lang)) is not None:
        described["helpUri"] = found
    return described


def _result(finding: Finding, index: int, lang: str) -> dict[str, Any]:
    text = ". ".join(part for part in (finding.message(lang), finding.help(lang)) if part)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": text},
    }
    if finding.place != Place():
        result["locations"] = [_location(finding.place)]
    if finding.related:
        result["relatedLocations"] = [_location(place) for place in finding.related]
    known = details(finding, lang)
    stated = {"value": finding.value} | {name: known[name] for name in PROPERTIES if name in known}
    result["properties"] = {name: value for name, value in stated.items() if value is not None}
    return result


def _location(place: Place) -> dict[str, Any]:
    """A line of a file is a region of it; a cell and an element are logical locations, as SARIF knows only text."""
    location: dict[str, Any] = {}
    if place.file:
        uri = _uri(place.file)
        physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
        if not uri.startswith("file:"):
            physical["artifactLocation"]["uriBaseId"] = ROOT
        if place.line:
            physical["region"] = {"startLine": place.line} | ({"startColumn": place.offset} if place.offset else {})
        location["physicalLocation"] = physical
    cell = f"{place.sheet}!{place.cell}" if place.sheet and place.cell else place.sheet or place.cell
    names = [{"fullyQualifiedName": name} for name in (cell, place.element) if name]
    if names:
        location["logicalLocations"] = names
    return location


def _uri(file: str) -> str:
    """The URI of a file (RFC 3986), relative where its path is; what a URI cannot hold is escaped."""
    path = file.replace("\\", "/")
    if _DRIVE.match(path):
        return f"file:///{quote(path, safe='/:')}"
    root = "file:" if path.startswith("//") else "file://" if path.startswith("/") else ""
    return root + quote(path)
