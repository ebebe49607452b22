"""Words of comparisons of plans: outcomes, sentences, charts, headings."""

WORDS: dict[str, tuple[str, str]] = {
    "outcome_arrivals": ("Irregular arrivals at the border of the destination",
                         "Llegadas irregulares a la frontera del destino"),
    "outcome_encounters": ("Encounters at all borders", "Encuentros en todas las fronteras"),
    "outcome_departures": ("Departures from the country of origin", "Salidas del país de origen"),
    "outcome_onward": ("Onward departures from a third country", "Salidas desde un tercer país"),
    "outcome_deaths": ("Deaths and disappearances on the way", "Muertes y desapariciones en el camino"),
    "outcome_abused": ("Persons abused on the way", "Personas que sufrieron abuso en el camino"),
    "outcome_kidnapped": ("Persons kidnapped", "Personas secuestradas"),
    "outcome_extorted": ("Extortion and ransom paid", "Extorsión y rescates pagados"),
    "outcome_borrowed": ("Borrowed for the journey", "Prestado para el viaje"),
    "outcome_debt": ("Migration debt at the end", "Deuda migratoria al final"),
    "outcome_assets_lost": ("Persons of households that lost assets to debt",
                            "Personas de hogares que perdieron bienes por deuda"),
    "outcome_separated": ("Children apart from a parent", "Niñas y niños separados de madre o padre"),
    "outcome_displaced": ("Persons newly displaced in their country", "Personas recién desplazadas en su país"),
    "outcome_idp_stock": ("Persons internally displaced", "Personas desplazadas internas"),
    "outcome_immobile": ("Persons who wish to leave and cannot", "Personas que desean irse y no pueden"),
    "outcome_lawful": ("Persons abroad with a lawful status", "Personas en el exterior en situación regular"),
    "outcome_irregular": ("Persons abroad without a lawful status",
                          "Personas en el exterior en situación irregular"),
    "outcome_integrated": ("Persons abroad who are integrated (score 0.5 or more), at the end",
                           "Personas integradas en el exterior (puntaje de 0,5 o más), al final"),
    "outcome_stranded": ("Persons stranded", "Personas varadas"),
    "outcome_returned": ("Returns to the country of origin", "Retornos al país de origen"),
    "outcome_reintegrated": ("Persons reintegrated sustainably", "Personas reintegradas de forma sostenible"),
    "outcome_remigration": ("Re-migration: departures of persons who had returned",
                            "Remigración: salidas de personas que habían vuelto"),
    "outcome_remittances": ("Remittances received", "Remesas recibidas"),
    "outcome_cost": ("Cost of policies", "Costo de las políticas"),
    "outcome_over_reception": ("Country-months of reception beyond capacity",
                               "Meses-país de recepción sobre la capacidad"),
    "outcome_over_asylum": ("Country-months of asylum beyond capacity",
                            "Meses-país de asilo sobre la capacidad"),
    "outcome_over_reintegration": ("Country-months of reintegration services beyond capacity",
                                   "Meses-país de servicios de reintegración sobre la capacidad"),
    "outcome_over_host": ("Country-months of crowded host communities",
                          "Meses-país de comunidades de acogida saturadas"),
    "outcomes_flow": ("Flow", "Flujo"),
    "outcomes_harm": ("Harm on the way", "Daño en el camino"),
    "outcomes_debt": ("Debt", "Deuda"),
    "outcomes_family": ("Families", "Familias"),
    "outcomes_home": ("At home", "En el país de origen"),
    "outcomes_abroad": ("Abroad", "En el exterior"),
    "outcomes_return": ("Return", "Retorno"),
    "outcomes_money": ("Money", "Dinero"),
    "count_events": ("events", "eventos"),
    "count_persons": ("persons", "personas"),
    "count_usd": ("million US$ of 2021", "millones de US$ de 2021"),
    "count_months": ("months", "meses"),
    "how_sum": ("{unit}, whole window", "{unit}, todo el período"),
    "how_mean": ("{unit}, mean of the window", "{unit}, media del período"),
    "how_end": ("{unit}, at the end", "{unit}, al final"),
    "compare_title": ("Plans compared: {world}", "Planes comparados: {world}"),
    "compare_what": (
        "Plans held against “{baseline}”: {count}, on the same households with the same luck, {first} to {last}; "
        "{seeds} paired seeds ({seed_first}–{seed_last}), {scale}.",
        "Planes comparados con «{baseline}»: {count}, sobre los mismos hogares y con la misma suerte, de {first} a "
        "{last}; {seeds} semillas pareadas ({seed_first}–{seed_last}), {scale}.",
    ),
    "sheet_what": ("Plans compared ({world}): {plans}.", "Planes comparados ({world}): {plans}."),
    "sheet_simulated": (
        "Simulated, not observed and not a forecast: households are synthetic, {scale}; {seeds} paired seeds; window "
        "{first} to {last}.",
        "Simulado, no observado, y no es un pronóstico: los hogares son sintéticos, {scale}; {seeds} semillas "
        "pareadas; ventana de {first} a {last}.",
    ),
    "sheet_difference": ("difference: the plan less the baseline, mean over seeds; baseline and value: means of each.",
                         "difference: el plan menos la línea de base, media entre semillas; baseline y value: medias."),
    "sheet_low90": ("low90, high90 (low50, high50): ends of the 90 % (50 %) interval of that mean.",
                    "low90, high90 (low50, high50): extremos del intervalo de 90 % (50 %) de esa media."),
    "sheet_noise": ("noise: TRUE where the 90 % interval holds zero. Do not quote such a difference.",
                    "noise: TRUE donde el intervalo de 90 % contiene el cero. No cite tal diferencia."),
    "sheet_relative": ("relative: difference over baseline, as a share.",
                       "relative: diferencia sobre la línea de base."),
    "sheet_better": ("better: which direction is good (up, down, neither).",
                     "better: qué dirección es buena (up: más, down: menos, neither: ninguna)."),
    "sheet_level": ("level, place: all, or a country or department of origin. The sheet outcomes names the outcomes.",
                    "level, place: todo, o un país o departamento de origen. La hoja outcomes nombra los resultados."),
    "sheet_usd": ("Money is in US$ of 2021.", "El dinero está en US$ de 2021."),
    "sheet_costs": ("costs: what payers spend in the window, and beyond the baseline.",
                    "costs: lo que gastan los pagadores en la ventana, y lo adicional a la línea de base."),
    "sheet_net": ("cost_per_outcome: extra cost over change; only where the change is outside the noise. It says what "
                  "went together, not what was bought.",
                  "cost_per_outcome: costo adicional sobre cambio; solo donde el cambio está fuera del ruido. Dice qué "
                  "fue junto, no qué se compró."),
    "compare_only": ("Only households of {origins} are simulated.", "Solo se simulan hogares de {origins}."),
    "compare_since": ("Differences are read from {month} on.", "Las diferencias se leen desde {month}."),
    "compare_interval": (
        "Intervals are those of the mean difference over seeds (Student): 50 % thick, 90 % thin. A difference "
        "whose 90 % interval holds zero is called inside the noise; of ten differences that do not exist, "
        "about one will look like one. Seeds differ in {apart}. {on_top}",
        "Los intervalos son los de la diferencia media entre semillas (Student): 50 % grueso, 90 % fino. Una "
        "diferencia cuyo intervalo de 90 % contiene el cero se llama dentro del ruido; de diez diferencias "
        "inexistentes, cerca de una parecerá real. Las semillas difieren en {apart}. {on_top}",
    ),
    "compare_few_seeds": ("One seed only: no difference below carries an interval. Do not quote them.",
                          "Una sola semilla: ninguna diferencia lleva intervalo. No las cite."),
    "compare_no_rank": (
        "Plans are not ranked by flow. Harm, debt, families, immobility and cost stand beside it, and whether "
        "fewer arrivals are good depends on what became of the people who did not arrive.",
        "Los planes no se ordenan por flujo. Junto a él están el daño, la deuda, las familias, la inmovilidad y "
        "el costo; que haya menos llegadas es bueno o malo según qué fue de quienes no llegaron.",
    ),
    "section_short": ("In short", "En breve"),
    "section_table": ("All differences", "Todas las diferencias"),
    "section_table_text": (
        "Each cell: difference from the baseline, share of it, and below the 90 % interval. Grey: inside the "
        "noise.",
        "Cada celda: diferencia con la línea de base, su proporción, y debajo el intervalo de 90 %. Gris: dentro "
        "del ruido.",
    ),
    "section_forest": ("Differences with intervals", "Diferencias con intervalos"),
    "section_forest_text": (
        "Point: mean difference; thick line 50 %, thin line 90 % interval. Hollow grey: inside the noise.",
        "Punto: diferencia media; línea gruesa intervalo de 50 %, fina de 90 %. Gris hueco: dentro del ruido.",
    ),
    "section_months": ("Month by month", "Mes a mes"),
    "section_months_text": ("Mean over seeds, each plan a line.", "Media entre semillas, una línea por plan."),
    "section_spending": ("Who pays, and what a change costs", "Quién paga y cuánto cuesta un cambio"),
    "section_spending_text": (
        "Millions of US$ of 2021 in the window beyond the baseline, by payer. A negative number is money not "
        "spent.",
        "Millones de US$ de 2021 en el período por encima de la línea de base, por pagador. Un número negativo "
        "es dinero que no se gasta.",
    ),
    "cost_per_text": (
        "Extra cost over the change of each outcome that is outside the noise, whichever way it went. The whole "
        "cost is set against each outcome, so the rows do not add up, and a row is no claim that the change is "
        "worth having.",
        "Costo adicional entre el cambio de cada resultado que está fuera del ruido, vaya en el sentido que vaya. "
        "Todo el costo se pone frente a cada resultado: las filas no se suman, y ninguna afirma que el cambio "
        "sea deseable.",
    ),
    "cost_per_unit": ("US$ per unit changed", "US$ por unidad cambiada"),
    "change": ("change", "cambio"),
    "section_gains": ("Who gains, who is worse off", "Quién gana y quién queda peor"),
    "section_gains_text": (
        "Each household is held against itself under the baseline. Better off: it is not dead, displaced, "
        "stranded, held, abused on the way or stripped of its assets where it was under the baseline; otherwise, "
        "savings less debt are US$ 500 or more higher. Worse off: the reverse. Where they live and with what status "
        "does not count. Kinds of household are those of the month in which plans begin to differ, and overlap.",
        "Cada hogar se compara consigo mismo bajo la línea de base. Mejor: no está muerto, desplazado, varado, "
        "detenido, maltratado en el camino ni despojado de sus bienes cuando bajo la línea de base sí; si no, sus "
        "ahorros menos deudas son US$ 500 o más mayores. Peor: lo contrario. Dónde viven y con qué estatus no "
        "cuenta. Los tipos de hogar son los del mes en que los planes empiezan a diferir, y se traslapan.",
    ),
    "type_all": ("all households", "todos los hogares"),
    "type_poor": ("poorest third", "tercio más pobre"),
    "type_farm": ("farming", "agrícolas"),
    "type_tied": ("with close family abroad", "con familia cercana en el exterior"),
    "type_woman_led": ("led by a woman", "encabezados por una mujer"),
    "type_displaced_before": ("displaced before", "desplazados antes"),
    "type_returned_before": ("returned before", "retornados antes"),
    "type_away": ("with members abroad", "con miembros en el exterior"),
    "better_off": ("better off", "mejor"),
    "worse_off": ("worse off", "peor"),
    "net_interval": ("net, 90 % interval", "neto, intervalo de 90 %"),
    "gains_unit": ("percent of persons", "por ciento de las personas"),
    "gains_title": ("{plan}: who gains", "{plan}: quién gana"),
    "map_net": ("{plan}: better off less worse off", "{plan}: mejor menos peor"),
    "map_net_unit": ("percentage points of persons, by department",
                     "puntos porcentuales de personas, por departamento"),
    "map_net_note": ("Grey: inside the noise.", "Gris: dentro del ruido."),
    "map_flow": ("{plan}: departures", "{plan}: salidas"),
    "map_flow_unit": ("difference per 1,000 residents of the start, whole window, by department",
                      "diferencia por 1 000 residentes iniciales, todo el período, por departamento"),
    "section_fates": ("The same households under two plans", "Los mismos hogares bajo dos planes"),
    "section_fates_text": (
        "Because every plan meets the same households and the same luck, each household can be followed twice. "
        "Some fates differ because the plan reached them, others because a place in a queue or a lottery went to "
        "someone else.",
        "Como cada plan encuentra los mismos hogares y la misma suerte, cada hogar puede seguirse dos veces. "
        "Algunos destinos difieren porque el plan les llegó; otros, porque un lugar en una fila o un sorteo fue "
        "para otra persona.",
    ),
    "fates_sentence": (
        "{plan}: of {households} households, {differing} ({share}) live otherwise (another state, place or "
        "number of moves), and {elsewhere} end in another state.",
        "{plan}: de {households} hogares, {differing} ({share}) viven de otro modo (otro estado, lugar o número "
        "de cambios), y {elsewhere} terminan en otro estado.",
    ),
    "fates_baseline": ("under the baseline", "bajo la línea de base"),
    "fates_plan": ("under the plan", "bajo el plan"),
    "lives_heading": ("Two lives", "Dos vidas"),
    "lives_better": ("Household {number}, {place}: better off under “{plan}”",
                     "Hogar {number}, {place}: mejor bajo «{plan}»"),
    "lives_worse": ("Household {number}, {place}: worse off under “{plan}”",
                    "Hogar {number}, {place}: peor bajo «{plan}»"),
    "section_capacity": ("Where capacity runs out", "Dónde se agota la capacidad"),
    "section_capacity_text": (
        "Load over capacity by country and month. Reception: people returned by an authority over places. "
        "Reintegration services: applications over places. Asylum: expected wait over twelve months. "
        "Host communities: newcomers of two years over 20 per "
        "1,000 residents in the fullest place. A breakpoint under a plan is the first of three months in a row "
        "with a load above 1 that is also a tenth above that of the baseline, in half of the seeds or more. Many "
        "systems are over capacity under the baseline already (last column).",
        "Carga entre capacidad por país y mes. Recepción: personas retornadas por una autoridad entre cupos. "
        "Servicios de reintegración: solicitudes entre cupos. Asilo: espera prevista entre doce meses. "
        "Comunidades de acogida: personas llegadas en dos años entre 20 "
        "por 1 000 residentes en el lugar más lleno. Un punto de quiebre de un plan es el primero de tres meses "
        "seguidos con carga mayor que 1 y además un décimo mayor que la de la línea de base, en la mitad de las "
        "semillas o más. Muchos sistemas ya están sobre su capacidad bajo la línea de base (última columna).",
    ),
    "over_since": ("over capacity since", "sobre su capacidad desde"),
    "system_reception": ("Reception", "Recepción"),
    "system_asylum": ("Asylum", "Asilo"),
    "system_reintegration": ("Reintegration services", "Servicios de reintegración"),
    "system_host": ("Host communities", "Comunidades de acogida"),
    "load_unit": ("load over capacity, mean over seeds", "carga entre capacidad, media entre semillas"),
    "capacity_title": ("{system}, {plan}", "{system}, {plan}"),
    "capacity_none": ("Under no plan is a system pushed further beyond its capacity than under the baseline.",
                      "Con ningún plan un sistema queda más por encima de su capacidad que bajo la línea de base."),
    "system": ("system", "sistema"),
    "country": ("country", "país"),
    "breakpoint": ("breakpoint", "punto de quiebre"),
    "months_over": ("months beyond", "meses por encima"),
    "peak": ("highest load", "carga máxima"),
    "no_breakpoint": ("none", "ninguno"),
    "section_marginal": ("What the next dollar buys", "Qué compra el siguiente dólar"),
    "section_marginal_text": (
        "Every lever of a plan {step} stronger, with the same luck; change per extra million US$, outside the "
        "noise only.",
        "Cada palanca de un plan {step} más fuerte, con la misma suerte; cambio por millón de US$ adicional, solo "
        "fuera del ruido.",
    ),
    "marginal_extra": ("extra cost, million US$", "costo adicional, millones de US$"),
    "marginal_none": ("nothing outside the noise", "nada fuera del ruido"),
    "marginal_no_cost": ("costs no more; changes", "no cuesta más; cambia"),
    "section_evidence": ("Does it depend on disputed evidence?", "¿Depende de evidencia en disputa?"),
    "section_evidence_text": (
        "The whole comparison again under every other variant of every switch. Holds: every order of plans that "
        "is outside the noise stays. Weakens: one falls inside the noise. Reverses: one turns round.",
        "Toda la comparación otra vez con cada otra variante de cada interruptor. Se mantiene: todo orden de "
        "planes fuera del ruido sigue. Se debilita: alguno cae dentro del ruido. Se invierte: alguno se da "
        "vuelta.",
    ),
    "verdict_holds": ("holds", "se mantiene"),
    "verdict_weakens": ("weakens", "se debilita"),
    "verdict_reverses": ("reverses", "se invierte"),
    "verdict": ("order of plans", "orden de los planes"),
    "variants": ("under", "con"),
    "outcome": ("outcome", "resultado"),
    "section_pairing": ("What pairing saves", "Lo que ahorra el pareo"),
    "section_pairing_text": (
        "Share of the variance of a difference that vanishes because both plans meet the same luck; 90 % means "
        "that ten times as many unpaired seeds would be needed. Median over plans.",
        "Proporción de la varianza de una diferencia que desaparece porque ambos planes encuentran la misma "
        "suerte; 90 % significa que harían falta diez veces más semillas sin parear. Mediana entre planes.",
    ),
    "saved": ("variance saved", "varianza ahorrada"),
    "plan": ("plan", "plan"),
    "section_plans": ("The plans", "Los planes"),
    "short_change": ("{what}: {value} ({share}); 90 % interval {low} to {high}.",
                     "{what}: {value} ({share}); intervalo de 90 %: {low} a {high}."),
    "short_noise": ("{what}: inside the noise ({low} to {high}).",
                    "{what}: dentro del ruido ({low} a {high})."),
    "short_same": ("{what}: no difference.", "{what}: sin diferencia."),
    "short_unknown": ("{what}: {value}; no interval.", "{what}: {value}; sin intervalo."),
    "baseline": ("baseline", "línea de base"),
    "compare_files": (
        "All figures: tables/ (Parquet, CSV) and comparison.xlsx; every chart as SVG: figures/.",
        "Todas las cifras: tables/ (Parquet, CSV) y comparison.xlsx; cada gráfico como SVG: figures/.",
    ),
    "compare_done": ("Done in {seconds:.0f} s. Report: {path}", "Listo en {seconds:.0f} s. Informe: {path}"),
    "compare_base_runs": ("plans", "planes"),
    "compare_variant": ("switch {switch}={variant}", "interruptor {switch}={variant}"),
    "compare_marginal": ("marginal: {plan}", "marginal: {plan}"),
    "noise_short": ("noise", "ruido"),
    "noise_word": ("inside the noise", "dentro del ruido"),
    "to": ("{low} to {high}", "{low} a {high}"),
    "class_below": ("below {high}", "menos de {high}"),
    "class_above": ("{low} or more", "{low} o más"),
    "levers_title": ("Each lever alone: {world}", "Cada palanca por sí sola: {world}"),
    "levers_what": (
        "{count} levers, one at a time at the strength of the catalogue, {first} to {last}; {seeds} paired seeds, "
        "{scale}. A lever's own rows of the recorded timeline are taken out of both arms from its start on.",
        "{count} palancas, de una en una con la intensidad del catálogo, de {first} a {last}; {seeds} semillas "
        "pareadas, {scale}. Las filas de la palanca en la cronología registrada se quitan de ambos brazos desde su "
        "inicio.",
    ),
    "levers_catalogue": (
        "The strength of the catalogue differs by orders of magnitude between levers: a large effect of a large "
        "programme says nothing of its worth. Expected directions are quoted from the catalogue in English.",
        "La intensidad del catálogo difiere en órdenes de magnitud entre palancas: un efecto grande de un programa "
        "grande nada dice de su valor. Las direcciones esperadas se citan del catálogo en inglés.",
    ),
    "levers_chance": (
        "Of {looked} intervals of 90 % about {luck} would leave zero out by luck alone; {clear} do and differ by "
        "{few:.0f} simulated households or more. The others are grey.",
        "De {looked} intervalos de 90 %, unos {luck} excluirían el cero por puro azar; {clear} lo hacen y difieren en "
        "{few:.0f} hogares simulados o más. Los demás van en gris.",
    ),
    "section_levers": ("All levers", "Todas las palancas"),
    "levers_cost": ("cost, million US$ of 2021", "costo, millones de US$ de 2021"),
    "levers_others": ("other policies {cost}", "otras políticas {cost}"),
    "levers_expected": ("expected", "esperado"),
    "levers_direction": ("direction", "dirección"),
    "direction_agrees": ("as expected", "como se esperaba"),
    "direction_noise": ("inside the noise", "dentro del ruido"),
    "direction_against": ("against", "en contra"),
    "direction_nothing_expected": ("nothing clear expected", "nada claro esperado"),
    "short_rare_one": (
        "{what}: too rare at this scale to tell (one simulated case a run or none).",
        "{what}: demasiado raro a esta escala (un caso simulado por corrida o ninguno).",
    ),
    "short_rare": (
        "{what}: too rare at this scale to tell (about {cases} simulated cases a run).",
        "{what}: demasiado raro a esta escala (cerca de {cases} casos simulados por corrida).",
    ),
}
