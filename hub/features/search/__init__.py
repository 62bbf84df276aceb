"""One box over everything that the caller may read: by words and by meaning."""
