"""One element of the differential laid over the element that it changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from tabellion.diagnostics import rule
from tabellion.elements.paths import name_of
from tabellion.elements.types import codes
from tabellion.elements.values import constant_of, keys_of
from tabellion.fhir.json import Json
from tabellion.snapshot.bindings import BINDABLE, BINDING_STYLE, Rebinding, merge_binding
from tabellion.snapshot.cardinality import check_range, merge_cardinality
from tabellion.snapshot.lists import merge_constraints, merge_lists
from tabellion.snapshot.problems import Problems
from tabellion.snapshot.texts import merge_texts, plain_extension_texts, texts_of_profile
from tabellion.snapshot.types import TypeSystem, check_profiles, merge_types
from tabellion.snapshot.values import check_values, merge_values

MUST_SUPPORT_REMOVED = rule(
    "SN013",
    "must-support-removed",
    "error",
    "structure",
    fr="mustSupport est retiré alors que l'élément hérité l'a",
    en="mustSupport is taken back where the inherited element has it",
    help_fr="laissez mustSupport, ou ne le mentionnez pas",
    help_en="leave mustSupport, or say nothing of it",
)
FACET_THAT_PROFILES_CANNOT_CHANGE = rule(
    "SN035",
    "facet-that-profiles-cannot-change",
    "error",
    "structure",
    fr="un profil ne peut pas changer {facet}",
    en="a profile cannot change {facet}",
    help_fr="retirez {facet} de l'élément",
    help_en="remove {facet} the element",
)

MODIFIER_REASON = (
    "Modifier extensions are labelled as such because they modify the meaning or interpretation of the resource or "
    "element that contains them"
)
EXTENSION_NAMES = ("extension", "modifierExtension")


@dataclass(slots=True)
class Merge:
    """Lays elements of one definition's differential over inherited ones.

    `url` is the definition's address (the source of its constraints); `specialization` tells that a new type is
    defined, so that rules for profiles do not hold. `rebindings` are the bindings laid over others.
    """

    url: str
    specialization: bool
    system: TypeSystem
    problems: Problems
    rebindings: list[Rebinding] = field(default_factory=list)

    def merged(
        self,
        inherited: Json,
        change: Json,
        element_id: str,
        *,
        is_slice: bool = False,
        profile_root: Json | None = None,
    ) -> Json:
        """A new element: `inherited` as `change` says. Slicing, ids and paths are left to the caller.

        `profile_root` is the root of the extension or resource profile that the element's type names.
        """
        out = dict(inherited)
        name = name_of(inherited["path"])
        is_extension = name in EXTENSION_NAMES or name == "Extension"
        if is_extension and not self.specialization:
            plain_extension_texts(out)
        if profile_root is not None:
            texts_of_profile(out, profile_root)
        merge_texts(out, change)
        if "." not in inherited["path"]:
            out.pop("requirements", None)
        merge_lists(out, change)
        merge_cardinality(out, change, element_id, self.problems, is_slice=is_slice or self.specialization)
        check_range(out, element_id, self.problems)
        merge_types(out, change, element_id, self.problems, self.system)
        check_profiles(change, inherited, element_id, self.problems, self.system)
        merge_values(out, change, element_id, self.problems)
        if constant_of(change) is not None:
            check_values(out, change, element_id, self.problems, self._ancestors(out))
        self._merge_flags(out, change, element_id, is_extension)
        rebinding = merge_binding(out, change, element_id, self.problems)
        if "binding" in out and not self.specialization and not self._bindable(out):
            del out["binding"]
        elif rebinding is not None:
            self.rebindings.append(rebinding)
        merge_constraints(out, change, self.url, element_id, self.problems)
        self._merge_extensions(out, change)
        return out

    def _ancestors(self, out: Json) -> dict[str, set[str]]:
        types = codes(out) or ([out["path"]] if "." not in out["path"] else [])
        return {code: {code, *(self.system.ancestors(code) or ())} for code in types}

    def _bindable(self, out: Json) -> bool:
        types = codes(out)
        if not types or any(code in BINDABLE for code in types):
            return True
        definitions = (self.system.of_type(code) for code in types)
        return any(
            extension.get("url") == BINDING_STYLE
            for definition in definitions
            if definition is not None
            for extension in definition.get("extension", ())
        )

    def _merge_flags(self, out: Json, change: Json, element_id: str, is_extension: bool) -> None:
        if "mustSupport" in change:
            if out.get("mustSupport") and not change["mustSupport"]:
                self.problems.stop(MUST_SUPPORT_REMOVED, element_id)
            out["mustSupport"] = change["mustSupport"]
        for key in ("mustHaveValue", "valueAlternatives"):
            if key in change:
                out[key] = change[key]
        free = self.specialization or is_extension
        for key in ("isModifier", "isModifierReason", "isSummary", "meaningWhenMissing"):
            if key not in change or change[key] == out.get(key):
                continue
            # HL7's generator refuses another summary than one that the base states, in an extension too
            is_stated = key == "meaningWhenMissing" or (key == "isSummary" and key in out)
            if self.specialization or (free and not is_stated):
                out[key] = change[key]
            elif (change[key] or out.get(key)) and key != "isModifierReason":
                self.problems.error(FACET_THAT_PROFILES_CANNOT_CHANGE, element_id, facet=key)
        if is_extension and out.get("isModifier") and "isModifierReason" not in out:
            out["isModifierReason"] = MODIFIER_REASON
        default = keys_of(change).get("defaultValue")
        if default and change[default] != out.get(default):
            if self.specialization:
                out[default] = change[default]
            else:
                self.problems.error(FACET_THAT_PROFILES_CANNOT_CHANGE, element_id, facet=default)

    def _merge_extensions(self, out: Json, change: Json) -> None:
        """Inherited extensions, obligations for instance, stay beside those stated; one that comes once is replaced."""
        for key in ("extension", "modifierExtension"):
            if key not in change:
                continue
            inherited, stated = out.get(key), change[key]
            if not inherited:
                out[key] = stated
            else:
                replaced = {item.get("url") for item in stated if not self.system.repeats(item.get("url", ""))}
                kept = [item for item in inherited if item.get("url") not in replaced and item not in stated]
                out[key] = [*kept, *stated]
