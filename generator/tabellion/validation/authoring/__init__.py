"""Invariants that authors write."""
