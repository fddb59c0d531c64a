"""How many of HL7's tests of FHIRPath are right, and how long an invariant takes.

    python benchmarks/fhirpath.py [FOLDER] [--speed]

FOLDER holds HL7's `tests-fhir-r4.xml` and its inputs (by default those beside the project). With `--speed`, the
invariants of Observation, Patient and Bundle are evaluated on every example of R4 of these types.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# In place of this folder, in which this file would hide the tests' package of the same name.
sys.path[0] = str(ROOT / "tests")

from fhirpath.hl7_suite import FOLDER, Host, Suite, cases  # noqa: E402
from tabellion.diagnostics import Report  # noqa: E402
from tabellion.fhir.coordinates import Coordinate  # noqa: E402
from tabellion.fhir.definitions import type_definition  # noqa: E402
from tabellion.fhir.json import loads  # noqa: E402
from tabellion.fhir.package_resolver import PackageResolver  # noqa: E402
from tabellion.fhir.packages import PackageDefinitions  # noqa: E402
from tabellion.fhirpath.engine import Engine  # noqa: E402
from validation.corpus import r4_examples  # noqa: E402

ROUNDS = 5


def count(folder: Path, core: PackageDefinitions) -> None:
    suite = Suite(folder, core)
    every = list(cases(folder))
    right = 0
    for case in every:
        fault = suite.fault(case)
        right += fault is None
        if fault is not None:
            print(f"{case.name}: {case.expression.strip()}\n    {fault}; wanted {case.invalid or list(case.outputs)}")
    print(f"{right} of {len(every)} are right ({right / len(every):.1%})")


def speed(core: PackageDefinitions) -> None:
    """Processor time of an evaluation, the best of some rounds."""
    engine, host = Engine(core, lenient=True), Host(core)
    invariants = {}
    for name in ("Observation", "Patient", "Bundle"):
        definition = type_definition(core, name)
        assert definition is not None
        stated = definition["snapshot"]["element"][0].get("constraint", ())
        invariants[name] = [constraint["expression"] for constraint in stated]
    resources = [loads(content) for content in r4_examples().values()]
    asked = [resource for resource in resources if resource.get("resourceType") in invariants]
    best, evaluated = float("inf"), 0
    for _ in range(ROUNDS):
        started, evaluated = time.process_time(), 0
        for resource in asked:
            kind = resource["resourceType"]
            focus, variables = engine.node(resource, kind), {"resource": resource, "rootResource": resource}
            for expression in invariants[kind]:
                engine.evaluate(expression, focus, variables, host)
                evaluated += 1
        best = min(best, time.process_time() - started)
    print(f"{evaluated} evaluations on {len(asked)} resources: {best / evaluated * 1e6:.1f} µs each")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--speed", action="store_true")
    given = parser.parse_args()
    package = PackageResolver(None, Report()).find(Coordinate("hl7.fhir.r4.core", "4.0.1"))
    if package is None:
        sys.exit("hl7.fhir.r4.core@4.0.1 is not at hand")
    core = PackageDefinitions([package])
    count(given.folder, core)
    if given.speed:
        speed(core)


main()
