"""Clients that cost little: what is measured is the server, on a machine that both share."""
