"""The page of each rule about snapshots shows what it says: its wrong example gives the rule, its right one nothing."""

from __future__ import annotations

import importlib
import pkgutil
import re
from importlib.resources import files

import pytest

from snapshot.writing import faults
from tabellion import snapshot
from tabellion.diagnostics import Rule
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json, loads
from tabellion.fhir.packages import PackageDefinitions
from tabellion.snapshot import SnapshotGenerator


def _declared() -> dict[str, Rule]:
    """The rules of this floor by code."""
    modules = [
        importlib.import_module(f"tabellion.snapshot.{module.name}")
        for module in pkgutil.iter_modules(snapshot.__path__)
    ]
    found = {var.code: var for module in modules for var in vars(module).values() if isinstance(var, Rule)}
    return {code: found[code] for code in sorted(found)}


RULES = _declared()
# Of files and of packages that the command is given; a differential alone does not show them.
OF_FILES = {f"SN{number:03}" for number in (*range(50, 57), 58)}
ABOUT_DIFFERENTIALS = [rule for code, rule in RULES.items() if "SN" <= code and code not in OF_FILES]
LEAVES_NO_SNAPSHOT = {"fr": "**Premier degré**", "en": "**First degree**"}
HEADINGS = {"fr": ("## Donne le diagnostic", "## Est accepté"), "en": ("## Gives the diagnostic", "## Is accepted")}


def _examples(code: str, lang: str) -> tuple[str, list[Json], list[Json]]:
    """The words of a page, and the definitions of its wrong and of its right example."""
    page = files("tabellion.diagnostics").joinpath("pages", lang, f"{code}.md").read_text(encoding="utf-8")
    wrong, right = HEADINGS[lang]
    words, _, rest = page.partition(wrong)
    parts = rest.partition(right)
    blocks = [re.findall(r"```json\n(.*?)```", part, re.DOTALL) for part in (parts[0], parts[2])]
    return words, *([loads(block) for block in item] for item in blocks)  # type: ignore[return-value]


def _found(definitions: list[Json], core: PackageDefinitions) -> tuple[set[str], bool]:
    """The codes given, and whether every definition has a snapshot."""
    generator = SnapshotGenerator(OwnDefinitions(definitions, core))
    snapshots = [generator.generate(definition) for definition in definitions]
    return {code for item in snapshots for code, _ in faults(item)}, all(item.elements for item in snapshots)


@pytest.mark.parametrize("rule", ABOUT_DIFFERENTIALS, ids=lambda rule: rule.code)
def test_examples_are_what_the_page_says(rule: Rule, core: PackageDefinitions) -> None:
    """Both languages have the same examples; the degree stated is the one observed."""
    words, wrong, right = _examples(rule.code, "fr")
    others = _examples(rule.code, "en")
    assert (wrong, right) == others[1:]
    codes, has_snapshots = _found(wrong, core)
    assert rule.code in codes
    assert codes - {"SN005"} <= {rule.code}
    for lang, said in (("fr", words), ("en", others[0])):
        assert said.startswith(f"# {rule.code} {rule.name}\n")
        assert (LEAVES_NO_SNAPSHOT[lang] in said) is not has_snapshots
    assert (set(), True) == _found(right, core)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_every_rule_has_its_page_in_both_languages(rule: Rule) -> None:
    """With its code and name at the head, a wrong example and a right one."""
    for lang, headings in HEADINGS.items():
        page = files("tabellion.diagnostics").joinpath("pages", lang, f"{rule.code}.md").read_text(encoding="utf-8")
        assert page.startswith(f"# {rule.code} {rule.name}\n\n")
        assert list(headings) == re.findall("^## .*", page, re.MULTILINE)
