"""How findings look on a terminal: colours, and paths that open."""
