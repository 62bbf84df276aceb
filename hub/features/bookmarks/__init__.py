"""The messages that somebody keeps to come back to."""
