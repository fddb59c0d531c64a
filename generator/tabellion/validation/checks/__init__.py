"""The checks that a validation makes of one value."""
