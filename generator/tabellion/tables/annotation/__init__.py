"""Copies of received workbooks in which the findings stand: coloured cells, notes, and a sheet of messages."""
