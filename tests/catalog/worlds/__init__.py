"""One module for each feature: `MAKERS` makes its things, `BY_HAND` fills in what a schema cannot tell.

Beside them, where they are needed: `ADMINS_ONLY`, kinds that only administrators make, `prepare`, and for kinds that
take more than one request `MAKE` and `LISTED_AT`.
"""
