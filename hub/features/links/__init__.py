"""Addresses worth keeping."""
