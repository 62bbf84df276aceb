"""Note sessions: live notes of a meeting, line by line, summed up and coached by a model."""
