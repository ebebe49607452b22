"""Economic reintegration: training, placement in jobs and start-up grants for returned people."""

from __future__ import annotations

from model.levers._reintegration import ServiceLever, service_settings
from model.levers.base import checked_channel


class ReintegrationEconomic(ServiceLever):
    lever_id = "reintegration_economic"
    title_en = "Economic reintegration"
    title_es = "Reintegración económica"
    description_en = "Training, placement in jobs and start-up grants for people who have returned."
    description_es = "Formación, colocación laboral y capital semilla para personas retornadas."
    mechanism = "places a month; the n-th service adds delta_1 rho_2^(n-1) to the economic score, .3 of it to others"
    expected_direction = "departures again x0.65 to x1.05 for those served; small for all returned people"
    evidence = (*ServiceLever.evidence, "G12", "P16", "P17")
    channel = checked_channel("service_economic")
    settings = service_settings(quantity=375, unit_cost=1067, money_share=0.24)


LEVER = ReintegrationEconomic()
