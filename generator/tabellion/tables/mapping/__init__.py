"""Tables of any layout: a sheet of the guide's own says which of their columns become which of ours."""
