"""Tasks: what somebody wants done, with its dates, its place in the list, and how it recurs."""
