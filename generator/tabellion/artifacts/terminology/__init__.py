"""Codes, units, value sets, code systems, bindings and maps: what the terminology centre gives."""
