"""Where a model comes from: one module per provider, one small protocol (`base`)."""
