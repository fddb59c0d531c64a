"""Editorial decisions: what was renamed or removed, which warnings are accepted."""
