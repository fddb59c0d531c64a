"""The page of each rule of validation shows what it says: its wrong example gives the rule, its right one does not."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

from tabellion import validation
from tabellion.diagnostics import Place, Report, Rule
from tabellion.diagnostics.pages import page
from tabellion.fhir.definitions import OwnDefinitions
from tabellion.fhir.json import Json, loads
from tabellion.fhir.packages import PackageDefinitions
from tabellion.validation.authoring.invariants import check_expression
from tabellion.validation.validator import Validator

# What a resource alone cannot show: files, limits, programs, and the second opinion.
OF_MACHINES = re.compile(r"VA00[256789]|VA022|VA076|VA0[89]\d")


def _rules() -> list[Rule]:
    modules = pkgutil.walk_packages(validation.__path__, "tabellion.validation.")
    found = {
        var.code: var
        for module in modules
        for var in vars(importlib.import_module(module.name)).values()
        if isinstance(var, Rule) and var.code[:2] in ("VA", "TX", "IN")
    }
    return [found[code] for code in sorted(found) if not OF_MACHINES.fullmatch(code)]


def _blocks(text: str) -> list[str]:
    return re.findall(r"```json\n(.*?)```", text, re.DOTALL)


def _found(text: str, core: PackageDefinitions) -> list[str]:
    """The codes that the last resource of an example gives, by the definitions before it."""
    *definitions, resource = _blocks(text)
    own: list[Json] = [loads(definition) for definition in definitions]
    return Validator(OwnDefinitions(own, core)).validate(resource).codes()


def _found_in_expressions(text: str, validator: Validator) -> set[str]:
    report = Report()
    for path, expression in re.findall(r"### (\S+)\n\n```fhirpath\n(.*?)\n```", text, re.DOTALL):
        check_expression(expression, path, validator.support.engine.types, report, Place(), key="hearing-1")
    return {diagnostic.code for diagnostic in report}


@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: rule.code)
def test_examples_are_what_the_page_says(rule: Rule, core: PackageDefinitions, validator: Validator) -> None:
    """The wrong example gives the rule, the right one does not give it and has no error."""
    shown = page(rule.code, "fr")
    assert _blocks(shown.wrong) == _blocks(page(rule.code, "en").wrong)
    if rule.code.startswith("IN"):
        assert rule.code in _found_in_expressions(shown.wrong, validator)
        assert set() == _found_in_expressions(shown.right, validator)
        return
    assert rule.code in _found(shown.wrong, core)
    *definitions, resource = _blocks(shown.right)
    issues = Validator(OwnDefinitions([loads(definition) for definition in definitions], core)).validate(resource)
    assert rule.code not in issues.codes()
    assert [] == [issue.message("en") for issue in issues.errors()]
