"""The journal: one-line entries, their spelling put right, and summaries that suggest tasks."""
