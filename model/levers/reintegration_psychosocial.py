"""Psychosocial reintegration: counselling after return."""

from __future__ import annotations

from model.levers._reintegration import ServiceLever, service_settings
from model.levers.base import checked_channel


class ReintegrationPsychosocial(ServiceLever):
    lever_id = "reintegration_psychosocial"
    title_en = "Psychosocial reintegration"
    title_es = "Reintegración psicosocial"
    description_en = "Counselling for people who have returned, many of them after abuse on the way."
    description_es = "Acompañamiento psicosocial a personas retornadas, muchas tras abusos en el camino."
    mechanism = "places a month; the n-th service adds delta_1 rho_2^(n-1) to that score, .3 of it to the others"
    expected_direction = "departures again slightly down for those served"
    channel = checked_channel("service_psychosocial")
    settings = service_settings(quantity=200, unit_cost=250, money_share=0.03)


LEVER = ReintegrationPsychosocial()
