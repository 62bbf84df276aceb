"""Situations: tensions between people, thought through in private."""
