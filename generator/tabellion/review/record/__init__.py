"""What a comment is: its fields and their words, its anchor, the events that made it what it is."""
