"""The sheets of examples, one module for each."""
