"""Rooms: where people talk, who is in them, and how far each has read."""
