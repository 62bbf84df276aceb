"""Activity: what was done, by whom, through which door; audit, live view and way back."""
