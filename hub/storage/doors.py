"""Sets of doors that several features open alike."""

from hub.kernel.operation import PROGRAMS, Door

PROGRAMS_AND_EKO = PROGRAMS | {Door.AGENT, Door.MCP}
"""For what a person asks of Eko or of an assistant, and finds on a page of its own otherwise."""
