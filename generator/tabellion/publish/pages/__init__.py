"""What each page says, as plain data made from an edition; the templates turn it into text."""
