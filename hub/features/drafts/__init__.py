"""What somebody has typed and not sent, on whatever device."""
