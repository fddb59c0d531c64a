"""Every check of what sheets mean for each other, once all that they declare is made."""

from __future__ import annotations

from tabellion.artifacts.agreement.conditions import check_conditions
from tabellion.artifacts.agreement.example_references import check_example_references
from tabellion.artifacts.agreement.exchanges import check_exchanges
from tabellion.artifacts.agreement.expectations import check_expectations
from tabellion.artifacts.agreement.flow_examples import check_flow_examples
from tabellion.artifacts.agreement.listed_examples import check_listed_examples
from tabellion.artifacts.agreement.measured import Measured
from tabellion.artifacts.agreement.owners import check_owners
from tabellion.artifacts.agreement.ranges import check_ranges
from tabellion.artifacts.agreement.subjects import check_subjects
from tabellion.artifacts.agreement.unit_words import check_units
from tabellion.artifacts.workspace import Workspace
from tabellion.diagnostics import Report


def check_agreement(workspace: Workspace) -> Report:
    """What one sheet says of a measure, against what the others say. Rows that have an error are not held against
    others: what they say is not known. What is found leaves whole what is made from each sheet, and is therefore in a
    report of its own."""
    measured = Measured(workspace)
    check_exchanges(measured)
    check_example_references(measured)
    check_expectations(measured)
    check_flow_examples(measured)
    check_listed_examples(measured)
    check_ranges(measured)
    check_units(measured)
    check_subjects(measured)
    check_conditions(measured)
    check_owners(measured)
    return measured.report
