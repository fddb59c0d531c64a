"""Playing the flows of a guide against a server: what is sent, what is asked, what is expected."""
