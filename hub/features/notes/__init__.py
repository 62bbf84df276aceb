"""Notes: Markdown documents and checklists, with every earlier text kept."""
