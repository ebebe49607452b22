"""Social reintegration: back to school, papers, housing, links with family and community."""

from __future__ import annotations

from model.levers._reintegration import ServiceLever, service_settings
from model.levers.base import checked_channel


class ReintegrationSocial(ServiceLever):
    lever_id = "reintegration_social"
    title_en = "Social reintegration"
    title_es = "Reintegración social"
    description_en = "Return to school, papers, housing, links with family and community after return."
    description_es = "Reinserción escolar, documentos, vivienda, vínculos familiares y comunitarios tras el retorno."
    mechanism = "places a month; the n-th service adds delta_1 rho_2^(n-1) to the social score, .3 of it to others"
    expected_direction = "departures again slightly down for those served"
    channel = checked_channel("service_social")
    settings = service_settings(quantity=200, unit_cost=400, money_share=0.05)


LEVER = ReintegrationSocial()
