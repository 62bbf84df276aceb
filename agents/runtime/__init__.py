"""Eko at work: the loop, the run record, approvals, budgets, streaming, and who sees the answer."""
