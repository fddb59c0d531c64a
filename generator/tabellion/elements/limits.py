"""Whether one limit of values is over another (R4 ElementDefinition.minValue[x], maxValue[x])."""

from __future__ import annotations

from tabellion.elements.values import INTEGER64, Stated


def is_over(limit: Stated, other: Stated) -> bool:
    """Whether a limit is certainly over another: quantities of other units, and other types, are not compared."""
    if limit.type != other.type:
        return False
    high, low = limit.value, other.value
    if isinstance(high, dict) or isinstance(low, dict):
        if not (isinstance(high, dict) and isinstance(low, dict)) or high.get("code") != low.get("code"):
            return False
        high, low = high.get("value"), low.get("value")
    if high is None or low is None:
        return False
    if limit.type == INTEGER64:
        high, low = int(high), int(low)
    if isinstance(high, str) is not isinstance(low, str):
        return False
    # dates and times: as texts, as far as both say
    return bool(high[: len(low)] > low[: len(high)]) if isinstance(high, str) else bool(high > low)
