"""A mapping proposed for a received file, by its headings and by what its cells look like."""
