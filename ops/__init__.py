"""Running Panoramix, and keeping its house rules."""
