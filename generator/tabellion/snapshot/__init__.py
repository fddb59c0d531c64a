"""Differential to snapshot (StructureDefinition.snapshot), held to the specification's own generator."""

from tabellion.snapshot.element_index import SnapshotIndex
from tabellion.snapshot.generator import Snapshot, SnapshotGenerator
from tabellion.snapshot.problems import Problem
from tabellion.snapshot.sorting import sort_differential

__all__ = ["Problem", "Snapshot", "SnapshotGenerator", "SnapshotIndex", "sort_differential"]
