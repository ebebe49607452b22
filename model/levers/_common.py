"""The settings that every lever has."""

from __future__ import annotations

from model.levers._rows import LeverSetting


def common_settings(
    *,
    quantity: float,
    unit: str,
    unit_cost: float,
    cost_source: str,
    half_life: float = 0.0,
    delivery: float = 1.0,
    quantity_high: float | None = None,
    source: str,
    grade: str = "J",
) -> tuple[LeverSetting, ...]:
    """The settings every lever has. `quantity` is the catalogue's programme in units a month."""
    high = quantity_high if quantity_high is not None else max(1.0, 20.0 * quantity)
    return (
        LeverSetting(
            "strength", 1.0, 0.0, 100.0, "ratio", "multiplies quantity, effect and cost", source, "J"
        ),
        LeverSetting(
            "quantity",
            quantity,
            0.0,
            high,
            f"{unit} a month",
            "size of the catalogue's programme",
            source,
            grade,
        ),
        LeverSetting(
            "unit_cost",
            unit_cost,
            0.0,
            max(10.0, 10.0 * unit_cost),
            f"US$ of 2021 per {unit}",
            "cost of one delivered unit",
            cost_source,
            "J",
        ),
        LeverSetting(
            "price_rise",
            0.1,
            0.0,
            0.5,
            "share",
            "unit cost rises by this share x (delivered / offered)^2 as a programme fills up",
            "judgement",
            "J",
        ),
        LeverSetting(
            "half_life",
            half_life,
            0.0,
            600.0,
            "months",
            "half-life of the effect after delivery ends; 0 = none is left",
            "judgement",
            "J",
        ),
        LeverSetting(
            "delivery",
            delivery,
            0.0,
            1.0,
            "share",
            "share of the funded units that arrives",
            "judgement",
            "J",
        ),
    )
