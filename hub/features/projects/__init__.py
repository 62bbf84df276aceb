"""Projects: what tasks, notes and money are for, with its state, its place in the list, and its health."""
