"""How many of HL7's tests of FHIRPath are right.

    python benchmarks/fhirpath.py [FOLDER]

FOLDER holds HL7's `tests-fhir-r4.xml` and its inputs (by default those beside the project).
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# In place of this folder, in which this file would hide the tests' package of the same name.
sys.path[0] = str(ROOT / "tests")

from fhirpath.hl7_suite import FOLDER, Suite, cases  # noqa: E402
from tabellion.diagnostics import Report  # noqa: E402
from tabellion.fhir.coordinates import Coordinate  # noqa: E402
from tabellion.fhir.package_resolver import PackageResolver  # noqa: E402
from tabellion.fhir.packages import PackageDefinitions  # noqa: E402


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    core = PackageResolver(None, Report()).find(Coordinate("hl7.fhir.r4.core", "4.0.1"))
    if core is None:
        sys.exit("hl7.fhir.r4.core@4.0.1 is not at hand")
    suite = Suite(folder, PackageDefinitions([core]))
    every = list(cases(folder))
    right = 0
    for case in every:
        fault = suite.fault(case)
        right += fault is None
        if fault is not None:
            print(f"{case.name}: {case.expression.strip()}\n    {fault}; wanted {case.invalid or list(case.outputs)}")
    print(f"{right} of {len(every)} are right ({right / len(every):.1%})")


main()
