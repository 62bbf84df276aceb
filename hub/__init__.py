"""The hub: operations, the doors onto them, and the process that serves both."""
