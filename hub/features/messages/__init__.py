"""Messages: what is said in rooms, in order, and what happens to it afterwards."""
