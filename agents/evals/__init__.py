"""Measuring what Eko understands."""
