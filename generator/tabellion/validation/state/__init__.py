"""What a check needs while a resource is walked through: where it is, what is around it, what is known."""
