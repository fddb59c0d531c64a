"""What can be wrong with what people give us: rules with stable codes, findings with their places, reports, and how
they are shown."""

from tabellion.diagnostics.model import Finding, FindingLimitError, Place, Pointer, Report, RowKey, Severity, Term
from tabellion.diagnostics.registry import IssueType, Rule, rule, rules

__all__ = [
    "Finding",
    "FindingLimitError",
    "IssueType",
    "Place",
    "Pointer",
    "Report",
    "RowKey",
    "Rule",
    "Severity",
    "Term",
    "rule",
    "rules",
]
