"""The examples on the pages of the rules about snapshots give their rule, and what is accepted gives nothing."""

from __future__ import annotations

import re

import pytest

from tabellion.diagnostics.pages import LANGUAGES, codes, page
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import loads
from tabellion.fhir.packages import PackageDefinitions
from tabellion.snapshot import SnapshotGenerator

BLOCK = re.compile(r"```json\n(.*?)```", re.DOTALL)
# from here on the rules are about the command's files
FIRST_OF_COMMAND = "SN050"
PAGES = [(lang, code) for lang in LANGUAGES for code in codes(lang) if "SN" <= code < FIRST_OF_COMMAND]


def found(text: str, core: PackageDefinitions) -> list[str]:
    """The codes that the last definition of an example gives, the others being there for it."""
    definitions = [loads(block) for block in BLOCK.findall(text)]
    made = SnapshotGenerator(OwnDefinitions(definitions, core)).generate(definitions[-1])
    return [problem.rule.code for problem in made.problems]


@pytest.mark.parametrize(("lang", "code"), PAGES)
def test_the_wrong_example_gives_the_rule_and_the_right_one_nothing(
    core: PackageDefinitions, lang: str, code: str
) -> None:
    """The definitions of a page are made into a snapshot."""
    assert {code} == set(found(page(code, lang).wrong, core))
    assert [] == found(page(code, lang).right, core)
