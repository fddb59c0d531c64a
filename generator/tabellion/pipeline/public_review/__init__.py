"""A review opened from the sources of a project, and what its register says of the edition at hand."""
