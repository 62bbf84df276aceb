"""How well search finds: labelled questions over a made corpus."""
