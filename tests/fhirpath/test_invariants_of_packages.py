"""The invariants of every package at hand are expressions that can be read and evaluated."""

from __future__ import annotations

import pytest

from fhirpath.conftest import core_package
from fhirpath.hl7_suite import Host
from needs import SHARED
from tabellion.diagnostics import Report
from tabellion.fhir.packages import PackageDefinitions, open_package
from tabellion.fhirpath.engine import Engine


@pytest.mark.parametrize(
    ("core", "version"), [("hl7.fhir.r4.core", "4.0.1"), ("hl7.fhir.r4b.core", "4.3.0"), ("hl7.fhir.r5.core", "5.0.0")]
)
def test_invariants_are_evaluated(core: str, version: str) -> None:
    definitions = core_package(core, version)
    archives = sorted((SHARED / "packages").glob("*.tgz")) if version == "4.0.1" else []
    opened = [open_package(path, Report()) for path in archives]
    packages = PackageDefinitions([package for package in opened if package is not None])
    engine = Engine(definitions, lenient=True)
    stated = {
        (constraint["expression"], element["path"])
        for each in (definitions, packages)
        for definition in each.all("StructureDefinition")
        for view in ("snapshot", "differential")
        for element in definition.get(view, {}).get("element", ())
        for constraint in element.get("constraint", ())
        if constraint.get("expression")
    }
    assert len(stated) > 200
    host = Host(definitions)
    for expression, path in sorted(stated):
        resource = {"resourceType": path.partition(".")[0]}
        variables = {"resource": resource, "rootResource": resource}
        for type_ in engine.types.at(path):
            focus = engine.node(None if type_.primitive else {}, type_.name)
            engine.evaluate(expression, focus, variables, host)
