"""Forecasts: the model's relative path, brought to the observed level, combined with naive forecasts.

`cutoff` says what was known in a month, `series` reads observations up to it, `paths` runs the model on it,
`members` and `regression` make single forecasts, `backtest` replays them from earlier months, `layer` fits
weights and spread on those replays, `scores` judges, `produce` writes the table.
"""
