"""python-socketio as it comes."""
