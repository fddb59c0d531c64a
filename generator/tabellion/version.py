"""The version of the toolkit, below every floor since all may name it."""

__version__ = "0.1.0"
