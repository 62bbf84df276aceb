"""Finding by words and by meaning: the engine, its process, and what both are made of."""
