"""Patterns that levers must bring about by themselves: measured in paired runs, held against their bands.

`lab` runs pairs, `follow` watches households, `home`, `border`, `abroad` and `back` measure one pattern a
function, `verdicts` says what passes. Bands: docs/data/patterns.csv.
"""
