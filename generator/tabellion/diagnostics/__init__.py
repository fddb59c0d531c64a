"""What can be wrong with what people give us: stable codes, places, messages in French and English."""

from tabellion.diagnostics.model import Diagnostic, Place, Report, Severity, Term
from tabellion.diagnostics.registry import Rule, rule, rules

__all__ = ["Diagnostic", "Place", "Report", "Rule", "Severity", "Term", "rule", "rules"]
