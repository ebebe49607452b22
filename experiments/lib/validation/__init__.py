"""How well the model predicts what it has not seen: skill tables and pictures.

`skill` scores a forecast and its members, `replays` does the same over all earlier months, `shares` compares
what has no monthly series, `pictures` draws.
"""
