"""Any number of messages: read in pieces from files or object storage, judged by an engine that others wrote."""
