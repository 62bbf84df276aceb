"""Offline understanding of plain commands in English and French."""
