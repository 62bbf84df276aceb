"""Polls: a question to a room, its choices, and who chose what."""
