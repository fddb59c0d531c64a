"""The sheets of editorial decisions, one module for each."""
