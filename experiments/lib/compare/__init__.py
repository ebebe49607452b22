"""Plans held against a baseline on the same households with the same luck (paired seeds).

`arms` says what is run, `branches` runs it (one trunk a seed, a branch an arm), `outcomes` and `households`
what is read, `paired` turns seeds into differences with intervals, `capacity` says what overflows.
"""
