"""The insurer's sheets, one module for each."""
