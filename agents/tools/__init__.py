"""The catalog's operations as tools for a model: which, under what name, and how they are described."""
