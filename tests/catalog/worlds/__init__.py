"""One module for each feature: `MAKERS` makes its things, `BY_HAND` fills in what a schema cannot tell.

Beside them, where they are needed: `ADMINS_ONLY`, kinds that only administrators make, and `prepare`.
"""
