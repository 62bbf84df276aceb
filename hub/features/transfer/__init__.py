"""Import and export: what is stored, carried from one place to another."""
