"""Importing budget lines: a file becomes a table, a table becomes lines, and lines already known stay out.

Everything but `operations` and `known` is plain computation, without a database, and runs in a thread.
"""
