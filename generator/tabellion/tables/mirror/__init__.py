"""Workbooks as text that version control compares and merges, a file for each sheet and a block for each row."""
