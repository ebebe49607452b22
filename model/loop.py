"""The order of a step. Printable with `python -m model list loop`; tested against the engine."""

from __future__ import annotations

PHASES: tuple[tuple[str, str], ...] = (
    ("conditions", "base of the month from drivers and history tables; levers of the plan shift it, open places "
                   "and book fixed costs; announcements move perceived success"),
    ("fields", "prices, route values if any cost changed, attempt rates, bounds: everything the rules read"),
    ("panel", "once a year: wishes, involuntary immobility, separation, what parties send home"),
    ("households", "one pass: watched states in row order, then the candidates of the slow states; a household "
                   "acts once from the state it had at the start of the step"),
    ("slots", "exact lotteries for visas, decisions, permits, assisted return, reception and services"),
    ("formation", "households of the month begin to exist"),
    ("ledger", "books are added up; persons in all states plus lost equal persons formed"),
    ("feedbacks", "networks, perceived success and risk, fees, crowding, stigma for the next step"),
    ("record", "history of the step: events, stocks, fields, costs"),
)
