"""Whether the discriminators of a slicing can tell its slices apart (R4 profiling, Discriminator)."""

from __future__ import annotations

from dataclasses import dataclass

from tabellion.diagnostics import rule
from tabellion.elements.choices import stem_of
from tabellion.elements.discriminators import PathStep, steps_of
from tabellion.elements.tree import Node, Tree, Trees
from tabellion.elements.types import codes
from tabellion.elements.values import constant_of
from tabellion.fhir.json import Json
from tabellion.snapshot.problems import Problems
from tabellion.snapshot.unfolding import unfold_reference, unfold_type

DISCRIMINATOR_LEADS_NOWHERE = rule(
    "SN038",
    "discriminator-leads-nowhere",
    "error",
    "structure",
    fr="le discriminant « {path} » ne mène à aucun élément : « {step} » n'existe pas",
    en="the discriminator `{path}` leads to no element: there is no `{step}`",
    help_fr="corrigez le chemin du discriminant, qui part de l'élément découpé",
    help_en="correct the path of the discriminator, which starts from the sliced element",
)
SLICE_NOT_TOLD_APART = rule(
    "SN039",
    "slice-not-told-apart",
    "error",
    "structure",
    fr="rien dans la tranche « {slice} » ne la distingue : le découpage le fait par {discriminators}",
    en="nothing distinguishes the slice `{slice}`: the slicing does so by {discriminators}",
    help_fr="donnez dans la tranche, à l'endroit du discriminant, une valeur fixe, un motif, un type ou un profil",
    help_en="give in the slice, where the discriminator leads, a fixed value, a pattern, a type or a profile",
)


@dataclass(frozen=True, slots=True)
class _Led:
    """The nodes that the steps of a path lead through, the first step that leads nowhere, and whether the end is out
    of sight: behind a reference, an extension, several types or a type without definition."""

    nodes: list[Node]
    missing: str = ""
    out_of_sight: bool = False


class Discriminators:
    """Checks slicings of one finished snapshot; what lies in other definitions is asked of `trees`."""

    def __init__(self, tree: Tree, trees: Trees, problems: Problems) -> None:
        self._tree = tree
        self._trees = trees
        self._problems = problems

    def check(self, entry: Json, slices: list[Json]) -> None:
        """Check where the discriminators of a list element lead, and that each of its `slices` is told by one."""
        stated: list[Json] = entry["slicing"].get("discriminator", [])
        node = self._tree.by_id[entry["id"]]
        if not stated or not all(self._leads(node, statement.get("path", "")) for statement in stated):
            return
        for item in slices:
            # What tells the parts of a slice apart is a matter between them (R4 profiling, Re-slicing).
            if "/" not in item["sliceName"] and not any(
                self._tells(node, self._tree.by_id[item["id"]], by) for by in stated
            ):
                shown = ", ".join(f"{by.get('type')}:{by.get('path')}" for by in stated)
                self._problems.error(SLICE_NOT_TOLD_APART, item["id"], slice=item["sliceName"], discriminators=shown)

    def _leads(self, node: Node, path: str) -> bool:
        steps = steps_of(path)
        missing = path if steps is None else self._led(node, steps).missing
        if missing:
            self._problems.error(DISCRIMINATOR_LEADS_NOWHERE, node.element["id"], path=path, step=missing)
        return not missing

    def _led(self, node: Node, steps: tuple[PathStep, ...]) -> _Led:
        nodes = [node]
        for step in steps:
            if step.function and step.name in ("resolve", "extension"):
                return _Led(nodes, out_of_sight=True)
            if step.function:
                continue  # a type, of what is there already
            children = self._children(nodes[-1])
            if children is None:
                return _Led(nodes, out_of_sight=True)
            found = next((child for child in children if stem_of(child.name) == step.name), None)
            if found is None:
                return _Led(nodes, missing=step.name)
            nodes.append(found)
        return _Led(nodes)

    def _children(self, node: Node) -> list[Node] | None:
        if node.children:
            return node.children
        if "contentReference" in node.element:
            unfolded = unfold_reference(node.element["contentReference"], self._tree, self._trees)
        elif len(codes(node.element)) == 1:
            unfolded = unfold_type(node.element, self._trees)
        else:
            unfolded = None
        return unfolded.node.children if unfolded is not None else None

    def _tells(self, entry: Node, item: Node, by: Json) -> bool:
        kind = by.get("type")
        steps = steps_of(by.get("path", "")) or ()
        led = self._led(item, steps)
        if led.out_of_sight or led.missing or kind not in ("value", "pattern"):
            return True
        if any("profile" in of_type for node in led.nodes for of_type in node.element.get("type", ())):
            return True
        names = [step.name for step in steps if not step.function]
        if _has_value_on_the_way(item, names) or any(_has_value(node.element) for node in led.nodes):
            return True
        binding = led.nodes[-1].element.get("binding", {})
        unsliced = self._led(entry, steps).nodes[-1].element.get("binding", {})
        return bool(binding.get("strength") == "required" and binding.get("valueSet") != unsliced.get("valueSet"))


def _has_value(element: Json) -> bool:
    return constant_of(element) is not None


def _has_value_on_the_way(node: Node, names: list[str]) -> bool:
    """Whether a value is stated where the names lead, above it or below it, in slices too."""
    wanted = ".".join((node.element["path"], *names)) + "."
    for item in node.walk():
        path = item.element["path"] + "."
        if (path.startswith(wanted) or wanted.startswith(path)) and _has_value(item.element):
            return True
    return False
