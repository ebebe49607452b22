"""What a lever does in the model and what is expected of it, in Spanish: the code holds the English words."""

MECHANISM_ES = {
    "visas_h2b": "plazas = cupos x uso por nacionalidad (visas emitidas) + plazas añadidas; toda persona adulta puede "
                 "solicitar",
    "visas_h2a": "plazas = visas emitidas (historia) + plazas añadidas; solicitan hogares agrícolas; regreso al final "
                 "o permanencia",
    "visas_third_country": "plazas al mes en el país de acogida; meses de contrato; regreso al final o permanencia",
    "safe_access_cam": "plazas con cupo, del hogar directo a la residencia regular; solicitud propia; seis meses de "
                       "trámite",
    "asylum_capacity": "K += x; reconocimiento += 0,05 cob; logit de solicitar += 0,3 cob; cob = x / (K + x)",
    "regularisation": "sorteo entre residentes irregulares por país y nacionalidad, hasta 0,712 de ellos",
    "services_access": "x = parte alcanzada; integración de quien tiene papeles o una solicitud x (1 + 0,25 x)",
    "host_community_support": "x = US$ por residente migrante y año entre 150; capacidad del lugar x (1 + 0,5 x), "
                              "estigma - 0,05 x",
    "migrant_resource_centres": "cob = visitantes, que se desvanece, entre personas con planes; conocen el riesgo que "
                                "otras hallaron, solicitan vías regulares x 1,5, daño en el camino x 0,95; derivación "
                                "en la recepción + 0,3 cob",
    "child_protection": "cob = oficinas entre municipios; niñez sola: salidas x (1 - 0,15 cob), daño x (1 - 0,1 cob), "
                        "devoluciones en la frontera x (1 - 0,3 cob) a favor de cuidado",
    "victim_services": "plazas entre víctimas de vuelta y personas varadas: puntaje psicosocial + 0,08, US$ 500, "
                       "derivación",
    "reception": "personas al mes que los centros atienden; empiezan con papeles, mejores puntajes y derivación",
    "reintegration_economic": "plazas al mes; el servicio n suma delta_1 rho_2^(n-1) al puntaje económico, 0,3 de ello "
                              "a los otros",
    "reintegration_social": "plazas al mes; el servicio n suma delta_1 rho_2^(n-1) al puntaje social, 0,3 de ello a "
                            "los otros",
    "reintegration_psychosocial": "plazas al mes; el servicio n suma delta_1 rho_2^(n-1) a ese puntaje, 0,3 de ello a "
                                  "los otros",
    "assisted_voluntary_return": "plazas al mes por país y nacionalidad; se acepta con probabilidad a_AVR; mejores "
                                 "primeros puntajes",
    "deportation": "removal_rate x (1 + fuerza (f - 1)) para prioridades; si no, removal_quota += número",
    "border_enforcement": "índice de control x (1 + x); x = agentes / fuerza, se desvanece al terminar",
    "anti_smuggling": "x = arrestos al mes entre 325, se desvanece en 6 meses; precio de guía x (1 + 0,1 x), daño x "
                      "(1 + 0,1 x)",
    "messaging": "parte de residentes alcanzada por primera vez en un mes: éxito percibido - 0,02, riesgo + 0,05, se "
                 "desvanece",
    "root_jobs": "sorteo de empleos adicionales: ingreso de quien gana x 1,5; del lugar x (1 + derrame empleos / "
                 "hogares)",
    "root_violence": "violencia x (1 - (1 - m) cob); cob = jóvenes alcanzados / en riesgo; m según el interruptor",
    "root_agriculture": "ingreso agrícola x (1 + 0,10 cob); efecto de sequía x (1 - 0,4 cob); cob = productores / "
                        "hogares agrícolas",
    "root_food": "parte de hogares con inseguridad alimentaria aliviada = personas alcanzadas / personas en ellos",
    "idp_solutions": "parte de personas desplazadas apoyadas, se desvanece en 12 meses; salida a casa, en el lugar o a "
                     "otro x 3, por la frontera x 0,6",
    "humanitarian_aid": "cob = personas alcanzadas, que se desvanece, entre personas con necesidad; inseguridad "
                        "alimentaria x (1 - cob), US$ 80 en mano (o salidas x 0,9, interruptor de efectivo), "
                        "desplazadas por desastres x (1 - 0,3 cob)",
}
EXPECTED_ES = {
    "visas_h2b": "cruces irregulares -3 % como mucho",
    "visas_h2a": "cruces irregulares -0,1 a -0,6 por visa como mucho",
    "visas_third_country": "cruces irregulares hacia el norte algo menos",
    "safe_access_cam": "cruces irregulares algo menos, más donde hay muchas plazas",
    "asylum_capacity": "menos tránsito, más personas protegidas se quedan",
    "regularisation": "migración ulterior x 0,4 a x 0,95, más ingreso",
    "services_access": "más integración, menos migración ulterior",
    "host_community_support": "menos migración ulterior donde hay hacinamiento",
    "migrant_resource_centres": "más solicitudes de vías regulares; menos daño",
    "child_protection": "menos daño a la niñez sola",
    "victim_services": "mejor puntaje psicosocial de quienes volvieron",
    "reception": "menos daño y menos salidas en el primer mes de vuelta",
    "reintegration_economic": "nuevas salidas x 0,65 a x 1,05 de quienes se atiende; poco para todas las retornadas",
    "reintegration_social": "nuevas salidas algo menos entre quienes se atiende",
    "reintegration_psychosocial": "nuevas salidas algo menos entre quienes se atiende",
    "assisted_voluntary_return": "menos personas varadas",
    "deportation": "más retornos; más nuevas salidas con lazos y deudas",
    "border_enforcement": "flujo -5 a -20 % si se triplica en todas partes; en otros sitios las rutas se desvían",
    "anti_smuggling": "suben los precios de guías; salidas menos de 10 % abajo",
    "messaging": "salidas x 0,97 a x 1",
    "root_jobs": "salidas netas -5 a +5 % por +10 % de ingreso",
    "root_violence": "menos salidas y desplazamiento, con retraso",
    "root_agriculture": "menos salidas tras sequía",
    "root_food": "menos planes de irse, mientras se alcanza",
    "idp_solutions": "menos personas desplazadas; menos que cruzan la frontera por desplazamiento",
    "humanitarian_aid": "menos desplazamiento por desastres; salidas arriba o abajo (dinero en mano)",
}
