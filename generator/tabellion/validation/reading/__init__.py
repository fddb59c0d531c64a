"""The texts of resources, read with the place of every value."""
