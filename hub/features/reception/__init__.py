"""Hardware that comes in, is seen to, and goes out again."""
