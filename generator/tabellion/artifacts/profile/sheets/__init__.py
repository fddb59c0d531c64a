"""The specification team's sheets about structures, one module for each."""
