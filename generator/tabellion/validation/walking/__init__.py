"""The walk through one resource."""
