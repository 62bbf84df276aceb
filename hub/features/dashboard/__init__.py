"""The dashboard: what is up for somebody today, on one page."""
