"""Words of sweeps: progress, notices, report."""

WORDS: dict[str, tuple[str, str]] = {
    "sweep_runs": ("runs", "corridas"),
    "sweep_unit": (" runs", " corridas"),
    "sweep_failures": ("failed {failed}", "fallidas {failed}"),
    "sweep_found": (
        "{found} of {wanted} runs are stored already; only the others are made.",
        "{found} de {wanted} corridas ya están guardadas; solo se hacen las demás.",
    ),
    "sweep_damaged": (
        "{count} stored runs were damaged (checksum); they are set aside and made again.",
        "{count} corridas guardadas estaban dañadas (suma de verificación); se apartan y se hacen de nuevo.",
    ),
    "sweep_code_changed": (
        "The code of the model changed since this store was written. Its {stored} runs stay and are not mixed in; "
        "all runs are made again with the code of today.",
        "El código del modelo cambió desde que se escribió este almacén. Sus {stored} corridas quedan y no se "
        "mezclan; todas se hacen de nuevo con el código de hoy.",
    ),
    "sweep_world_changed": (
        "The world's tables changed since this store was written. Its {stored} runs stay and are not mixed in.",
        "Las tablas del mundo cambiaron desde que se escribió este almacén. Sus {stored} corridas quedan y no se "
        "mezclan.",
    ),
    "sweep_design_changed": (
        "Note: the store was written for another design or other seeds ({before} points, now {now}). Its {stored} runs "
        "stay; report and tables are of this design from now on.",
        "Nota: el almacén se escribió para otro diseño u otras semillas ({before} puntos, ahora {now}). Sus {stored} "
        "corridas quedan; el informe y las tablas son de este diseño desde ahora.",
    ),
    "sweep_plan_changed": (
        "These plans changed since this store was written and are run again: {plans}.",
        "Estos planes cambiaron desde que se escribió este almacén y se corren de nuevo: {plans}.",
    ),
    "sweep_missing": (
        "{count} runs are not in the store (damaged while it was read); start the same command again.",
        "{count} corridas no están en el almacén (dañadas al leerlo); vuelva a lanzar la misma orden.",
    ),
    "sweep_done": (
        "Done in {seconds:.0f} s: {made} runs made ({rate:.1f} a second), {failed} failed. Report: {path}",
        "Listo en {seconds:.0f} s: {made} corridas hechas ({rate:.1f} por segundo), {failed} fallidas. Informe: "
        "{path}",
    ),
    "sweep_what": (
        "{runs} of {wanted} runs of {world}, {first} to {last}: plans: {plans}, points of the design: "
        "{points}, seeds: {seeds}; {scale}. Sums and means are those of the "
        "window from {since}.",
        "{runs} de {wanted} corridas de {world}, de {first} a {last}: planes: {plans}, puntos del diseño: {points}, "
        "semillas: {seeds}; {scale}. Sumas y medias son de la ventana desde "
        "{since}.",
    ),
    "sweep_note_range": (
        "Numbers are medians over runs; in brackets the middle nine tenths. They span what this sweep varies "
        "(assumptions and luck), not what the model leaves out.",
        "Las cifras son medianas de las corridas; entre paréntesis, los nueve décimos centrales. Abarcan lo que "
        "este barrido varía (supuestos y azar), no lo que el modelo deja fuera.",
    ),
    "sweep_note_flow": (
        "No plan is ranked by flow: harm, debt, family, return and cost stand beside it.",
        "Ningún plan se ordena por el flujo: junto a él están daños, deudas, familia, retorno y costo.",
    ),
    "sweep_note_few": (
        "Only {points} points of the design: a try, not a result.",
        "Solo {points} puntos del diseño: una prueba, no un resultado.",
    ),
    "sweep_note_thin": (
        "† A run simulates fewer than {fewest} persons or events of this at this scale: single runs differ by luck. "
        "Look only at many runs together, or take a smaller scale.",
        "† Menos de {fewest} personas o sucesos simulados por corrida a esta escala: las corridas difieren por azar. "
        "Mire la dirección solo en muchas corridas, o use una escala menor.",
    ),
    "sweep_empty": ("No run is done yet.", "Todavía no hay ninguna corrida terminada."),
    "sweep_ends": ("({low} to {high})", "({low} a {high})"),
    "sweep_a_year": ("{unit}, by calendar year", "{unit}, por año calendario"),
    "sweep_median": ("median", "mediana"),
    "sweep_half": ("middle half", "mitad central"),
    "sweep_ninety": ("middle nine tenths", "nueve décimos centrales"),
    "sweep_map_unit": (
        "{unit}, difference to the baseline, median of runs; grey: the middle nine tenths hold zero",
        "{unit}, diferencia con la línea de base, mediana de corridas; gris: los nueve décimos centrales incluyen "
        "el cero",
    ),
    "sweep_map_quiet": (
        "In no place a difference beyond the middle nine tenths of the runs: {plans}.",
        "En ningún lugar hay una diferencia fuera de los nueve décimos centrales de las corridas: {plans}.",
    ),
    "sweep_less": ("less in {share}", "menos en {share}"),
    "sweep_more": ("more in {share}", "más en {share}"),
    "sweep_same": ("the same", "igual"),
    "sweep_good_down": ("less is better", "menos es mejor"),
    "sweep_good_up": ("more is better", "más es mejor"),
    "sweep_good_neither": ("neither is better", "ninguno es mejor"),
    "sweep_good": ("good in itself", "bueno en sí"),
    "section_sweep_table": ("What comes out", "Qué resulta"),
    "section_sweep_better": ("In how many of the assumed worlds", "En cuántos de los mundos supuestos"),
    "section_sweep_better_text": (
        "Each plan against the baseline with the same assumptions and the same luck: the share of points of the "
        "design in which there is less (or more), and the median of these differences. Bold: 90 % or more, and "
        "the middle nine tenths of all runs do not hold zero.",
        "Cada plan frente a la línea de base con los mismos supuestos y la misma suerte: la proporción de puntos "
        "del diseño en los que hay menos (o más), y la mediana de esas diferencias. En negrita: 90 % o más, y los "
        "nueve décimos centrales de todas las corridas no contienen el cero.",
    ),
    "section_sweep_small": ("Differences to the baseline", "Diferencias con la línea de base"),
    "section_sweep_small_text": (
        "Dot: median; thick: middle half of the runs; thin: middle nine tenths. Grey where the thin line holds "
        "zero.",
        "Punto: mediana; grueso: mitad central de las corridas; fino: nueve décimos centrales. Gris si la línea "
        "fina incluye el cero.",
    ),
    "section_sweep_fans": ("Year by year", "Año por año"),
    "section_sweep_fans_text": (
        "One group an outcome, one chart a plan, all of a group on one scale. The shaded years lie after the last "
        "observation.",
        "Un grupo por resultado, un gráfico por plan, con la misma escala en cada grupo. Los años sombreados son "
        "posteriores a la última observación.",
    ),
    "section_sweep_maps": ("Where", "Dónde"),
    "section_sweep_maps_text": (
        "By place of origin, for the first plans of the list. Flow, harm and return in groups.",
        "Por lugar de origen, para los primeros planes de la lista. Flujo, daño y retorno en grupos.",
    ),
    "section_sweep_drivers": ("Which assumptions drive it", "Qué supuestos lo mueven"),
    "section_sweep_drivers_text": (
        "Rank correlation between a setting and an outcome of the baseline, 0.3 or more in size. Grade of the "
        "evidence: H high, M medium, L low, J judgement. A large effect on weak evidence is what to study next.",
        "Correlación de rangos entre un parámetro y un resultado de la línea de base, de 0,3 o más. Grado de la "
        "evidencia: H alta, M media, L baja, J juicio. Un gran efecto con evidencia débil es lo que conviene "
        "estudiar.",
    ),
    "section_sweep_costs": ("Who pays", "Quién paga"),
    "section_sweep_costs_text": (
        "Mean over runs, US$ of 2021 of the window. Unit costs and their sources: docs/levers.md and the plans.",
        "Media de las corridas, US$ de 2021 en la ventana. Costos unitarios y fuentes: docs/levers.md y los planes.",
    ),
    "section_sweep_failures": ("Runs that failed", "Corridas fallidas"),
    "section_sweep_failures_text": (
        "They are left out of every number above. “retry_failed=true” makes them again.",
        "No entran en ninguna cifra de arriba. “retry_failed=true” las hace de nuevo.",
    ),
    "section_sweep_repeat": ("How to repeat and to read this", "Cómo repetir y leer esto"),
    "sweep_repeat_text": (
        "The same command goes on where it stopped and makes nothing twice. README.md in this folder shows how to "
        "read the runs with pandas or DuckDB; tables/ holds every table as CSV for spreadsheets.",
        "La misma orden sigue donde se detuvo y no hace nada dos veces. README.md en esta carpeta muestra cómo "
        "leer las corridas con pandas o DuckDB; tables/ tiene cada tabla como CSV para hojas de cálculo.",
    ),
    "sweep_setting": ("setting", "parámetro"),
    "sweep_range": ("range", "rango"),
    "sweep_source": ("source", "fuente"),
    "sweep_grade": ("grade", "grado"),
    "sweep_effect": ("rank correlation", "correlación de rangos"),
    "sweep_seeds": ("seeds", "semillas"),
    "sweep_scale": ("real households for one simulated", "hogares reales por uno simulado"),
    "sweep_months": ("first month + months", "primer mes + meses"),
    "sweep_count_wanted": ("{count} wanted", "{count} pedidas"),
    "sweep_count_done": ("{count} done", "{count} hechas"),
    "sweep_count_failed": ("{count} failed", "{count} fallidas"),
    "sweep_count_left": ("{count} left", "{count} pendientes"),
    "sweep_seed": ("seed", "semilla"),
    "sweep_error": ("error", "error"),
}
