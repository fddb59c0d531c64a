"""Examples: resources made of rows, or taken from JSON files."""
