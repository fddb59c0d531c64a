"""The sheets that the terminology centre keeps, one module for each."""
