"""Figures: one file for each hot path, one JSON line for each figure. `./hedgerow bench boundary|reads`."""
