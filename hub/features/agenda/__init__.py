"""The agenda: events in time, once or recurring, as RFC 5545 has them."""
