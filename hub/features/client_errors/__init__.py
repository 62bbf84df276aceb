"""Client errors: what went wrong in a browser, grouped for administrators."""
