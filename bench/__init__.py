"""Measuring a hub from outside, as its clients see it."""
