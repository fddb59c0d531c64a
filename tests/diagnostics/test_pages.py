"""The pages of the rules: there for every rule, and true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rule_examples import files, home_page, tables, write_project
from tabellion.diagnostics import Finding, rules
from tabellion.diagnostics.pages import LANGUAGES, codes, page
from tabellion.pipeline.building import check


def is_tried(code: str, lang: str) -> bool:
    """Whether the example of a page can be laid over the small guide: it has tables or a narrative page, where those of
    other rooms show resources and packages."""
    wrong = page(code, lang).wrong
    return bool(tables(wrong)) or home_page(wrong) is not None


PAGES = [(lang, code) for lang in LANGUAGES for code in codes(lang) if is_tried(code, lang)]
# a page need not add an example to every profile that its tables declare
BESIDE = {"EX012"}
CODE = re.compile(r"\b[A-Z]{2}\d{3}\b")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_its_page(lang: str) -> None:
    """A rule without a page and a page without a rule are both a fault of ours."""
    assert [rule.code for rule in rules()] == list(codes(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_have_the_name_of_their_rule(lang: str) -> None:
    """The title has code and name, and every part says something."""
    named = {rule.code: rule.name for rule in rules()}
    for code in codes(lang):
        found = page(code, lang)
        assert (named[code], True, True, True) == (found.name, bool(found.why), bool(found.wrong), bool(found.right))


@pytest.mark.parametrize(("lang", "code"), PAGES)
def test_the_wrong_example_gives_the_rule_and_the_right_one_nothing(lang: str, code: str, tmp_path: Path) -> None:
    """The tables of a page give its own code, at every severity, and no other that the page does not name."""
    found = page(code, lang)
    prose = "\n".join(line for line in found.wrong.splitlines() if not line.startswith("|"))
    named = set(CODE.findall(prose))
    wrong = told(tmp_path / "wrong", found.wrong, lang, code)
    assert {code} | named == {item.code for item in wrong}, [(str(item.place), item.message(lang)) for item in wrong]
    right = told(tmp_path / "right", found.right, lang, code)
    assert [] == [(str(item.place), item.message(lang)) for item in right]


def told(root: Path, text: str, lang: str, code: str) -> list[Finding]:
    """What is found in the tables of an example, but for what may stand beside the rule of another page."""
    report = check(write_project(root, text, lang)).report
    return [diagnostic for diagnostic in report if diagnostic.code not in BESIDE - {code}]


def test_both_languages_show_the_same_example() -> None:
    """French and English pages have the same sheets, rows and files, so that neither tells less."""
    for code in codes("fr"):
        if code not in codes("en"):
            continue
        french, english = page(code, "fr"), page(code, "en")
        for item, other in ((french.wrong, english.wrong), (french.right, english.right)):
            assert [len(rows) for rows in tables(item).values()] == [len(rows) for rows in tables(other).values()], code
            assert files(item) == files(other), code


@pytest.mark.parametrize(("code", "lang"), [("TB999", "fr"), ("TB001", "de"), ("../TB001", "fr")])
def test_a_page_that_is_not_there(code: str, lang: str) -> None:
    """What names no page is a key that is not there, never a path into the disk."""
    with pytest.raises(KeyError):
        page(code, lang)
