"""Published invariants whose expression does not say what their words (`human`) say, or is no FHIRPath: what is
evaluated in its place, nearly always the same as in HL7's validator."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_SDF_24 = (
    "element.where(type.code='Reference' and id.endsWith('.reference') and type.targetProfile.exists() and "
    "id.substring(0,$this.length()-10) in %context.element.where(type.code='CodeableReference').id).exists().not()"
)
_SDF_25 = (
    "element.where(type.code='CodeableConcept' and id.endsWith('.concept') and binding.exists() and "
    "id.substring(0,$this.length()-8) in %context.element.where(type.code='CodeableReference').id).exists().not()"
)
_ELD_11 = (
    "binding.empty() or type.code.empty() or type.code.contains(\":\") or type.select((code = 'code') or "
    "(code = 'Coding') or (code='CodeableConcept') or (code = 'Quantity') or (code = 'string') or (code = 'uri') or "
    "(code = 'Duration')).exists()"
)
_CODED_IN_R5 = (
    "type.select((code = 'code') or (code = 'Coding') or (code='CodeableConcept') or (code = 'Quantity') or "
    "(code = 'string') or (code = 'uri') or (code = 'Duration')).exists()"
)
_NAME = "[A-Z]([A-Za-z0-9_]){0,254}"
_SIGNS = r"""[^\\s\\.,:;\\\'"\\/|?!@#$%&*()\\[\\]{}]{1,64}"""
_ANY_PATH = rf"{_SIGNS}(\\.{_SIGNS}(\\[x\\])?(\\:[^\\s\\.]+)?)*"
_PATH = r"[A-Za-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*(\\[x])?)*"
_PROBLEM = (
    "clinicalStatus.exists() or verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/"
    "condition-ver-status' and code = 'entered-in-error').exists() or "
    "category.select($this='problem-list-item').empty()"
)

REWRITTEN: Mapping[str, str] = MappingProxyType(
    {
        # `$this` is the element within `where`, whose path was meant, as R5 writes it.
        _SDF_24: _SDF_24.replace("$this.length()", "id.length()"),
        _SDF_25: _SDF_25.replace("$this.length()", "id.length()"),
        # An element may have several types.
        _ELD_11: _ELD_11.replace('type.code.contains(":")', "type.code.exists(contains(':'))"),
        # The System type of FHIRPath is written where FHIR's own boolean is meant.
        "operator = 'exists' implies (answer is Boolean)": "operator = 'exists' implies (answer is boolean)",
        # Nothing is of no type, and a prediction without probability would break the rule; R5 writes it so.
        "probability is decimal implies (probability as decimal) <= 100": (
            "probability.empty() or (probability is decimal implies (probability as decimal) <= 100)"
        ),
        # "More than one" begins at two.
        "enableWhen.count() > 2 implies enableBehavior.exists()": (
            "enableWhen.count() > 1 implies enableBehavior.exists()"
        ),
        # `when` may repeat, and `in` compares one item alone.
        "offset.empty() or (when.exists() and ((when in ('C' | 'CM' | 'CD' | 'CV')).not()))": (
            "offset.empty() or (when.exists() and when.all(($this in ('C' | 'CM' | 'CD' | 'CV')).not()))"
        ),
        # R5 writes a text in double quotes, which FHIRPath does not know, and asks it of all types at once.
        'binding.empty() or type.code.empty() or type.code.contains(":") or ' + _CODED_IN_R5: (
            "binding.empty() or type.code.empty() or type.where(code.contains(':')).exists() or " + _CODED_IN_R5
        ),
        # A Period or a Timing, and a dateTime without value, come to nothing, which would break a rule that speaks of
        # a dateTime that has one.
        "($this as dateTime).toString().length() >= 8": (
            "$this is dateTime and $this.hasValue() implies $this.toString().length() >= 10"
        ),
        # The whole name is meant, and the whole path, as R4B and R5 write it; what has no name is not badly named.
        f"name.matches('{_NAME}')": f"name.exists() implies name.matches('^{_NAME}$')",
        f"path.matches('{_ANY_PATH}')": f"path.matches('^{_ANY_PATH}$')",
        f"path.matches('{_PATH}')": f"path.matches('^{_PATH}$')",
        # A category is a concept and no text; R4B asks its codes.
        _PROBLEM: _PROBLEM.replace(
            "category.select($this='problem-list-item').empty()",
            "category.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-category' and "
            "code='problem-list-item').empty()",
        ),
        # Several telecoms are no boolean (US Core).
        "telecom or endpoint": "telecom.exists() or endpoint.exists()",
    }
)
"""By expression, whatever the key that it stands under."""
