"""Teams that people are in."""
