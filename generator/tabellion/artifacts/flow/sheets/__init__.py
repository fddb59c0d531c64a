"""The sheets about what travels, one module for each."""
