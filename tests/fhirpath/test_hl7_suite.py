"""HL7's own tests of FHIRPath, all of them."""

from __future__ import annotations

from fhirpath.hl7_suite import Suite, cases
from needs import shared
from tabellion.fhir.packages import PackageDefinitions

# What is not as HL7's test has it, and the clause that decides; docs/fhirpath.md tells the same.
DIFFERENT = {
    "testPlusDate19": "N1, 6.7.1: the decimal portion is ignored for precisions above seconds, and 0.1 's' is of seconds",
}


def test_every_test_of_the_suite_but_those_named_is_right(r4: PackageDefinitions) -> None:
    folder = shared("fhirpath-tests")
    suite = Suite(folder, r4)
    faults = {case.name: (case.expression, fault) for case in cases(folder) if (fault := suite.fault(case)) is not None}
    assert faults.keys() == DIFFERENT.keys(), faults
