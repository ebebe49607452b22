"""Words of the report page."""

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Vaivén: {world}", "Vaivén: {world}"),
    "what_ran": (
        "Simulation of migration and return under the plan “{plan}”, {first} to {last}, {scale}, seed "
        "{seed}.",
        "Simulación de migración y retorno con el plan «{plan}», de {first} a {last}, {scale}, semilla "
        "{seed}.",
    ),
    "scale_one": ("every household simulated", "con cada hogar simulado"),
    "scale_many": (
        "one simulated household for every {scale} real ones",
        "un hogar simulado por cada {scale} reales",
    ),
    "scale_by_country": (
        "real households per simulated one: {parts}",
        "hogares reales por simulado: {parts}",
    ),
    "what_ran_origins": ("Only these origins: {origins}.", "Solo estos orígenes: {origins}."),
    "what_ran_changed": ("Settings changed from their defaults: {names}.", "Parámetros cambiados: {names}."),
    "what_ran_interval": (
        "Ranges: lowest to highest of {seeds} further runs that differ in {apart} (seeds "
        "{first}–{last}, {scale}); one more such run would fall inside with probability {coverage}. "
        "{on_top}",
        "Rangos: del menor al mayor de {seeds} corridas más que difieren en {apart} (semillas "
        "{first}–{last}, {scale}); otra corrida así caería dentro con probabilidad {coverage}. "
        "{on_top}",
    ),
    "apart_luck": ("luck only", "el azar solamente"),
    "apart_luck_and_settings": (
        "luck and in settings (draws of the calibration “{name}”)",
        "el azar y los parámetros (extracciones de la calibración «{name}»)",
    ),
    "on_top_all": (
        "Uncertainty of the parameters and of the model comes on top.",
        "La incertidumbre de los parámetros y del modelo se suma a esto.",
    ),
    "on_top_model": (
        "Uncertainty of the model itself comes on top.",
        "La incertidumbre del modelo mismo se suma a esto.",
    ),
    "what_ran_ensemble": (
        "Settings: calibration “{name}”, draw of seed {seed} (seed 1 has the one nearest the middle).",
        "Parámetros: calibración «{name}», extracción de la semilla {seed} (la semilla 1 tiene la más cercana "
        "al centro).",
    ),
    "what_ran_interval_middle": (
        "Ranges: the middle {coverage} of {seeds} further runs that differ in {apart} (seeds "
        "{first}–{last}, {scale}). {on_top}",
        "Rangos: el {coverage} central de {seeds} corridas más que difieren en {apart} (semillas "
        "{first}–{last}, {scale}). {on_top}",
    ),
    "coarser": (
        "The range belongs to the coarser scale, where luck weighs more. The main run is one more draw at a finer "
        "scale: its line may leave the range.",
        "El rango corresponde a la escala más gruesa, donde el azar pesa más. La corrida principal es una extracción "
        "más, a escala más fina: su línea puede salir del rango.",
    ),
    "no_interval": (
        "Fewer than two further seeds were run: the numbers below carry no interval. Do not quote them.",
        "Se corrieron menos de dos semillas más: las cifras no llevan intervalo. No las cite.",
    ),
    "history_ends": (
        "Observed drivers end in {month}. Later months, shaded in the charts, hold every driver at the "
        "mean of its last twelve observed months: a declared scenario, not a forecast.",
        "Los factores observados terminan en {month}. En los meses posteriores, sombreados en los "
        "gráficos, cada factor queda en la media de sus últimos doce meses observados: un escenario "
        "declarado, no un pronóstico.",
    ),
    "later_policies": (
        "Policies that the timeline dates later act on their dates all the same ({count} rows, {first} to {last}): a "
        "turn of a curve there is theirs. “timeline_until” in a plan leaves them out.",
        "Las políticas que la cronología fecha después actúan igualmente en sus fechas ({count} filas, de {first} a "
        "{last}): un giro de una curva allí se debe a ellas. “timeline_until” en un plan las excluye.",
    ),
    "unfinished_run": (
        "This run is not finished (status: {status}). What follows is incomplete.",
        "Esta corrida no ha terminado (estado: {status}). Lo que sigue está incompleto.",
    ),
    "headlines": ("At a glance", "De un vistazo"),
    "card_interval": ("range over seeds {low} to {high}", "rango entre semillas {low} a {high}"),
    "card_no_interval": ("no range: one seed only", "sin rango: una sola semilla"),
    "card_observed": ("observed {value}", "observado {value}"),
    "card_not_observed": ("no observed value", "sin valor observado"),
    "whole_run": ("whole run", "toda la corrida"),
    "left_again_24": (
        "Returned people who left again within 24 months",
        "Personas retornadas que volvieron a irse en 24 meses",
    ),
    "returns_sex_age": ("Returns by sex and age", "Retornos por sexo y edad"),
    "reading": (
        "How to read the charts: blue is simulated, its light band the range over seeds; black is "
        "observed (a grey band is the uncertainty of the count). Observed yearly values are drawn as a "
        "monthly mean. The shaded part lies after the last observation.",
        "Cómo leer los gráficos: azul es simulado, su banda clara el rango entre semillas; negro es "
        "observado (una banda gris es la incertidumbre del conteo). Los valores anuales observados se "
        "dibujan como media mensual. La parte sombreada es posterior a la última observación.",
    ),
    "contents": ("Contents", "Contenido"),
    "more_charts": ("more charts: {count}", "más gráficos: {count}"),
    "section_border": ("The border and the harm there", "La frontera y el daño allí"),
    "section_border_text": (
        "Encounters count events: a person met twice counts twice. Deaths are drawn beside them.",
        "Los encuentros cuentan eventos: una persona hallada dos veces cuenta dos. Las muertes se "
        "muestran al lado.",
    ),
    "section_departures": (
        "Who sets out, who cannot, what it costs them",
        "Quién sale, quién no puede, qué le cuesta",
    ),
    "section_departures_text": (
        "Departures on irregular journeys, the wish to leave and the lack of means, and abuse, kidnapping "
        "and death on the way.",
        "Salidas en viajes irregulares, el deseo de irse y la falta de medios, y abuso, secuestro y "
        "muerte en el camino.",
    ),
    "section_darien": ("The Darién", "El Darién"),
    "section_darien_text": (
        "Crossings, deaths that would be documented, and the share of people who had lived in a third "
        "country.",
        "Cruces, muertes que llegarían a documentarse y la proporción de personas que habían vivido en un "
        "tercer país.",
    ),
    "section_displaced": ("Displaced inside the country", "Desplazamiento interno"),
    "section_displaced_text": (
        "Stocks and flows by violence and disaster, and the share of those who leave the country who had "
        "been displaced inside it. Observed stocks count violence only and stay constant between surveys.",
        "Existencias y flujos por violencia y desastre, y la proporción de quienes salen del país que "
        "habían sido desplazados. Las cifras observadas solo cuentan violencia y son constantes entre "
        "encuestas.",
    ),
    "section_abroad": ("Living abroad", "Vivir en el exterior"),
    "section_abroad_text": (
        "Diaspora, remittances, and children who stay behind.",
        "Diáspora, remesas, y niñas y niños que se quedan.",
    ),
    "section_asylum": ("Asylum", "Asilo"),
    "section_asylum_text": (
        "Claims that wait for a decision, the wait, and recognition.",
        "Solicitudes que esperan decisión, la espera y el reconocimiento.",
    ),
    "section_returns": ("Returns", "Retornos"),
    "section_returns_text": (
        "By country, kind, sex and age. Removal, expulsion, assisted and own returns are different things "
        "and are kept apart.",
        "Por país, tipo, sexo y edad. Remoción, expulsión, retorno asistido y retorno propio son cosas "
        "distintas y van separadas.",
    ),
    "section_reception": ("Reception of returned people", "Recepción de personas retornadas"),
    "section_reception_text": (
        "Arrivals against capacity, the share served, and those who were not.",
        "Llegadas frente a la capacidad, la proporción atendida y quienes no lo fueron.",
    ),
    "section_reintegration": ("Reintegration and leaving again", "Reintegración y nueva salida"),
    "section_reintegration_text": (
        "Scores from 0 to 1 in the sense of IOM's reintegration sustainability survey, services, and the "
        "share of returned people who leave again by months since return.",
        "Puntajes de 0 a 1 en el sentido de la encuesta de sostenibilidad de la reintegración de la OIM, "
        "servicios, y la proporción de personas retornadas que vuelven a irse según los meses desde el "
        "retorno.",
    ),
    "section_maps": ("Maps", "Mapas"),
    "section_maps_text": (
        "Legs of irregular journeys and where people leave from.",
        "Tramos de viajes irregulares y de dónde sale la gente.",
    ),
    "section_misses": ("Where the run misses", "Dónde falla la corrida"),
    "section_fit": ("Fit of the synthetic population", "Ajuste de la población sintética"),
    "section_costs": ("What the plan costs", "Lo que cuesta el plan"),
    "section_parameters": ("Parameters", "Parámetros"),
    "section_sources": ("Data and sources", "Datos y fuentes"),
    "section_repeat": ("How to repeat this run", "Cómo repetir esta corrida"),
    "map_flows": ("Irregular journeys by leg, {year}", "Viajes irregulares por tramo, {year}"),
    "map_flows_unit": (
        "persons in the year, both directions together",
        "personas en el año, ambos sentidos juntos",
    ),
    "map_flows_note": (
        "Simulated. A person who travels a leg twice counts twice.",
        "Simulado. Quien recorre un tramo dos veces cuenta dos.",
    ),
    "map_left_off": ("Left off the map: {places}.", "Fuera del mapa: {places}."),
    "map_countries": ("Where people leave from, by country", "De dónde sale la gente, por país"),
    "map_departments": ("Where people leave from, by department", "De dónde sale la gente, por departamento"),
    "map_rate": (
        "departures per 1,000 residents of the start and year",
        "salidas por 1 000 residentes iniciales y año",
    ),
    "map_countries_note": (
        "Simulated departures on irregular journeys over residents at the start. Outlines: Natural Earth.",
        "Salidas simuladas en viajes irregulares sobre residentes al inicio. Contornos: Natural Earth.",
    ),
    "map_departments_note": (
        "Simulated. Shapes are the areas nearest to each department's capital, not administrative borders.",
        "Simulado. Las formas son las áreas más cercanas a la capital de cada departamento, no límites "
        "administrativos.",
    ),
    "fit_text": (
        "Simulated households beside the tables they were made from. Of {values} marginals that hold at "
        "least {units} simulated units, {one} lie within 1 % of their source and {five} within 5 %; the "
        "largest gap is {worst}. Each cell: simulated, source below it. The whole table is in "
        "tables/fit.csv.",
        "Hogares simulados junto a las tablas de las que salieron. De {values} marginales con al menos "
        "{units} unidades simuladas, {one} están a menos de 1 % de su fuente y {five} a menos de 5 %; la "
        "mayor diferencia es {worst}. Cada celda: simulado, y debajo la fuente. La tabla completa está en "
        "tables/fit.csv.",
    ),
    "place": ("place", "lugar"),
    "costs_text": (
        "Millions of US$ of 2021 by payer, whole run; costs of what was delivered, not of what was "
        "offered.",
        "Millones de US$ de 2021 por pagador, toda la corrida; costos de lo entregado, no de lo ofrecido.",
    ),
    "costs_scope": (
        "Rows are the standing institutions, the recorded policies and the levers of the plan together. Border "
        "enforcement of the timeline is a multiplier without a price and not in it.",
        "Las filas reúnen las instituciones permanentes, las políticas registradas y las palancas del plan. El "
        "control fronterizo de la cronología es un multiplicador sin precio y no está incluido.",
    ),
    "costs_none": ("No lever of this plan books a cost.", "Ninguna palanca de este plan registra costos."),
    "lever": ("lever", "palanca"),
    "total": ("total", "total"),
    "few_cases": ("few simulated cases: too rare at this scale", "pocos casos simulados: muy raro a esta escala"),
    "all_parameters": ("all parameters: {count}", "todos los parámetros: {count}"),
    "who_pays": ("who pays", "quién paga"),
    "parameters_text": (
        "Every behavioural number with its evidence grade: H strong, M medium, L weak, J judgement. "
        "Changed values are marked.",
        "Cada número de comportamiento con el grado de su evidencia: H fuerte, M media, L débil, J "
        "juicio. Los valores cambiados van marcados.",
    ),
    "grades_count": (
        "{H} strong, {M} medium, {L} weak, {J} judgement.",
        "{H} fuerte, {M} media, {L} débil, {J} juicio.",
    ),
    "parameter": ("parameter", "parámetro"),
    "value": ("value", "valor"),
    "range": ("range", "rango"),
    "unit": ("unit", "unidad"),
    "meaning": ("meaning", "significado"),
    "evidence": ("evidence", "evidencia"),
    "grade": ("grade", "grado"),
    "changed": ("changed", "cambiado"),
    "switches_text": (
        "Where the literature disagrees the model has a named switch; this run used:",
        "Donde la literatura discrepa, el modelo tiene un interruptor con nombre; esta corrida usó:",
    ),
    "english_only": ("", "(La descripción técnica de parámetros y fuentes está en inglés.)"),
    "indicator": ("indicator", "indicador"),
    "values": ("values", "valores"),
    "close": ("within a factor 1.25", "dentro de un factor 1,25"),
    "meets": ("intervals meet", "intervalos se tocan"),
    "median_ratio": ("median simulated ÷ observed", "mediana simulado ÷ observado"),
    "sources_text": (
        "Observed values of this report come from:",
        "Los valores observados de este informe provienen de:",
    ),
    "sources_values": ("{count} values", "{count} valores"),
    "more_sources": (
        "Sources of every table of the world: {folder}/SOURCES.md. Grades there: A count, B derived, C "
        "judgement.",
        "Fuentes de cada tabla del mundo: {folder}/SOURCES.md. Grados allí: A conteo, B derivado, C "
        "juicio.",
    ),
    "repeat_text": (
        "From the project's root, with the same code, this gives the same digest on any machine and any "
        "number of threads:",
        "Desde la raíz del proyecto, con el mismo código, esto da el mismo resumen en cualquier máquina y "
        "con cualquier número de hilos:",
    ),
    "repeat_check": ("To check the digest:", "Para comprobar el resumen:"),
    "fact_status": ("status", "estado"),
    "fact_digest": ("digest of all results", "resumen de todos los resultados"),
    "fact_world": ("world and its hash", "mundo y su hash"),
    "fact_plan": ("plan and its hash", "plan y su hash"),
    "fact_code": ("code", "código"),
    "fact_changed": (" with changes not committed", " con cambios sin registrar"),
    "fact_when": ("started (UTC)", "inicio (UTC)"),
    "fact_seconds": ("seconds of stepping; median step", "segundos de simulación; paso mediano"),
    "fact_memory": ("peak memory", "memoria máxima"),
    "fact_packages": ("packages", "paquetes"),
    "files_text": (
        "Numbers behind every chart: tables/ (Parquet, and CSV for spreadsheets); every chart as SVG: "
        "figures/.",
        "Cifras de cada gráfico: tables/ (Parquet, y CSV para hojas de cálculo); cada gráfico como SVG: "
        "figures/.",
    ),
    "back_to_top": ("to the top", "arriba"),
}
