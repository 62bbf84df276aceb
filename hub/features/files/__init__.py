"""Files: what people upload, send in rooms and attach to things."""
