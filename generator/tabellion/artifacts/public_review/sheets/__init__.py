"""The sheets about public reviews, one module for each."""
