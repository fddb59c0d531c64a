"""Which versions of code systems a request wants (R4 ValueSet/$expand: system-version, check-system-version,
force-system-version, exclude-system)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tabellion.fhir.json import Json
from tabellion.terminology.lacks import Lack, conflicting_version


@dataclass(frozen=True, slots=True)
class SystemVersions:
    """By the address of a system: the version where a value set states none (`default`), the only one allowed
    (`checked`), the one to be used whatever a value set states (`forced`); `excluded` are systems left out, `""` among
    their versions for all of them."""

    default: Mapping[str, str] = field(default_factory=dict)
    checked: Mapping[str, str] = field(default_factory=dict)
    forced: Mapping[str, str] = field(default_factory=dict)
    excluded: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.default or self.checked or self.forced or self.excluded)

    def applied(self, component: Json) -> Json:
        """An include or exclude with the version of its system that is wanted."""
        uri, stated = component.get("system"), component.get("version")
        if uri is None:
            return component
        wanted = self.forced.get(uri) or stated or self.checked.get(uri) or self.default.get(uri)
        return component if wanted == stated else component | {"version": wanted}

    def conflict(self, component: Json) -> Lack | None:
        """What is wrong with the version that an include or exclude states."""
        uri, stated = str(component.get("system", "")), component.get("version")
        wanted = self.checked.get(uri)
        if stated is None or wanted is None or uri in self.forced or stated == wanted:
            return None
        return conflicting_version(uri, stated, wanted)

    def leaves_out(self, component: Json) -> bool:
        """Whether the system of an include is left out, in every version or in the one that it states."""
        uri = str(component.get("system", ""))
        return uri in self.excluded and self.excluded[uri] in ("", component.get("version", ""))


AS_STATED = SystemVersions()
