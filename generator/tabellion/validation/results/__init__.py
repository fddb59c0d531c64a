"""What validation finds, and how it is shown."""
