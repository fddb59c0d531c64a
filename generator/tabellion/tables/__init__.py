"""Sheets as authors keep them: read without loss, each value with its place, typed by one declaration."""
