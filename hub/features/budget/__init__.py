"""Budget: lines of money spent and received, imported from files, summed up, held against envelopes."""
