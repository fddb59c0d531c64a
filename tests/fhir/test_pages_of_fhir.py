"""The examples of the rules' pages about packages and forms give their rule, and what is accepted gives nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fhir_packages import archive
from tabellion.diagnostics import Report
from tabellion.diagnostics.pages import LANGUAGES, codes, page
from tabellion.fhir.conversion import convert
from tabellion.fhir.definitions import Definitions
from tabellion.fhir.package_resolver import PackageResolver
from tabellion.fhir.packages import PackageDefinitions, open_package

BLOCK = re.compile(r"```(json|xml)\n(.*?)\n```", re.DOTALL)
FILES = re.compile(r"^### (package/\S+)\n\n```json\n(.*?)\n```", re.DOTALL | re.MULTILINE)


def of_rooms(*rooms: str) -> list[tuple[str, str]]:
    """The pages of some rooms whose wrong example can be tried."""
    return [
        (lang, code)
        for lang in LANGUAGES
        for code in codes(lang)
        if code[:2] in rooms and BLOCK.search(page(code, lang).wrong)
    ]


def converted(text: str, definitions: Definitions) -> list[str]:
    """The codes that an example gives when it is written in its other form."""
    form, content = BLOCK.findall(text)[0]
    report = Report()
    convert(content.encode("utf-8"), "xml" if form == "json" else "json", definitions, report)
    return [diagnostic.code for diagnostic in report]


def opened(text: str, folder: Path) -> list[str]:
    """The codes that a package with these files gives when a guide depends on it."""
    (folder / "hearing.tgz").write_bytes(archive(dict(FILES.findall(text))))
    report = Report()
    package = open_package(folder / "hearing.tgz", report)
    if package is not None:
        core = folder / "core.tgz"
        core.write_bytes(archive({"package/package.json": '{"name": "hl7.fhir.r4.core", "version": "0"}'}))
        base = open_package(core, report)
        assert base is not None
        PackageResolver(None, report, fetch=False).definitions_over([package, base], "4.0.1")
    return [diagnostic.code for diagnostic in report]


@pytest.mark.parametrize(("lang", "code"), of_rooms("FR"))
def test_forms(r4: PackageDefinitions, lang: str, code: str) -> None:
    """An example in JSON or XML is converted."""
    found = page(code, lang)
    assert [code] == converted(found.wrong, r4)
    assert [] == converted(found.right, r4)


@pytest.mark.parametrize(("lang", "code"), of_rooms("PK"))
def test_packages(caches: Path, lang: str, code: str) -> None:
    """An example of files is made into an archive and opened."""
    found = page(code, lang)
    assert [code] == opened(found.wrong, caches)
    if FILES.search(found.right):
        assert [] == opened(found.right, caches)
