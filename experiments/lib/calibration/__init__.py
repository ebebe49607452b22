"""Fitting the model to targets: what is free, what is compared, runs, emulators, posterior, proof.

`problem` reads conf/calibration/<name>.yaml, `runs` simulates and keeps every run, `emulators` stand in for the
model, `waves` rule out (history matching), `posterior` samples (approximate Bayesian computation with
regression adjustment), `proof` checks the method on its own data, `pictures` draws, `ensemble` stores.
"""
