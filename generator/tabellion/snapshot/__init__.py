"""Differential to snapshot (StructureDefinition.snapshot), held to the specification's own generator."""

from tabellion.snapshot.generator import Snapshot, SnapshotGenerator
from tabellion.snapshot.problems import Problem

__all__ = ["Problem", "Snapshot", "SnapshotGenerator"]
