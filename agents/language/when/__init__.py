"""Dates, times, durations and recurrences in words."""
