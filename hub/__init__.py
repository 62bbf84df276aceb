"""The hub: operations, the doors onto them, and the process that serves both."""

__version__ = "0.1.0"
