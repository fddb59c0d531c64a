"""Flows: exchanges, their errors and what servers and clients can do."""
