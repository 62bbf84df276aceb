"""The accounts that somebody keeps at hand, by names of their own."""
