"""An existing guide taken over: its package becomes workbooks, and what these cannot say is listed."""
