"""People that somebody works with, whether or not they have an account here."""
