"""Invariants as authors write them: that they parse, that their paths exist, that some instance can break them."""
