"""What can be wrong with what people give us: stable codes, places, messages in French and English."""

from tabellion.diagnostics.model import Diagnostic, Place, Report, RowKey, Severity, Term
from tabellion.diagnostics.registry import Rule, rule, rules

__all__ = ["Diagnostic", "Place", "Report", "RowKey", "Rule", "Severity", "Term", "rule", "rules"]
