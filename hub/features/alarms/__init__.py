"""Alarms: what rings at a time, once or again and again, until somebody answers."""
