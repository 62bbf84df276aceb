"""Messages that are sent at a time, once, whether or not whoever wrote them is there."""
