"""The kernel: what an operation is, and the one pipeline that runs every operation.

It knows no feature, no door and no vendor by name, and imports nothing else of ours.
"""
