"""Types and profiles made ready for validation, once for each: children by name, slices, bindings, constraints."""
