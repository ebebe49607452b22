"""Words about how a run and the observed values compare."""

WORDS: dict[str, tuple[str, str]] = {
    "miss_low": (
        "{what}, {when}: simulated {simulated}{interval}, observed {observed}; {share} too low.",
        "{what}, {when}: simulado {simulated}{interval}, observado {observed}; {share} por debajo.",
    ),
    "miss_high": (
        "{what}, {when}: simulated {simulated}{interval}, observed {observed}; {share} too high.",
        "{what}, {when}: simulado {simulated}{interval}, observado {observed}; {share} por encima.",
    ),
    "miss_times": (
        "{what}, {when}: simulated {simulated}{interval}, observed {observed}; {times} times too high.",
        "{what}, {when}: simulado {simulated}{interval}, observado {observed}; {times} veces más alto.",
    ),
    "misses_none": (
        "No yearly value misses by more than a quarter with both intervals apart.",
        "Ningún valor anual se aparta más de una cuarta parte con ambos intervalos separados.",
    ),
    "misses_no_targets": (
        "This run covers no observed value, so nothing can be said about its fit.",
        "Esta corrida no cubre ningún valor observado; no puede decirse nada sobre su ajuste.",
    ),
    "misses_summary": (
        "{values} observed yearly values of {indicators} indicators can be compared. {close} lie within a "
        "factor of 1.25; of those with a simulated interval, {inside} meet the observed one.",
        "Pueden compararse {values} valores anuales observados de {indicators} indicadores. {close} están "
        "dentro de un factor de 1,25; de los que tienen intervalo simulado, {inside} tocan el observado.",
    ),
    "misses_heading_list": ("The largest misses", "Los mayores desaciertos"),
    "misses_heading_table": ("By indicator", "Por indicador"),
    "misses_heading_model": ("What the model leaves out", "Lo que el modelo deja fuera"),
    "misses_method": (
        "A miss is listed when the simulated value is more than a factor of 1.25 away and the two "
        "intervals do not meet. A series is named once, by its worst year; at most three per indicator; "
        "very small observed values are left out of the list, not of the tables (tables/compared.csv "
        "holds every comparison).",
        "Un desacierto aparece cuando el valor simulado se aparta más de un factor de 1,25 y los dos "
        "intervalos no se tocan. Cada serie se nombra una vez, por su peor año; a lo sumo dos por "
        "indicador; los valores observados muy pequeños quedan fuera de la lista, no de las tablas "
        "(tables/compared.csv contiene cada comparación).",
    ),
    "limit_world": (
        "Observed totals also count people from outside the simulated origins (for example from Asia, "
        "Africa and Europe); simulated totals do not.",
        "Los totales observados incluyen personas de fuera de los orígenes simulados (por ejemplo de "
        "Asia, África y Europa); los simulados no.",
    ),
    "limit_events": (
        "Encounters and returns are events: a person met twice counts twice, in the observed and in the "
        "simulated series.",
        "Los encuentros y retornos son eventos: una persona hallada dos veces cuenta dos veces, en lo "
        "observado y en lo simulado.",
    ),
    "limit_deaths": (
        "Recorded deaths are a minimum. The simulated series beside them are the half that would be "
        "documented (judgement); all simulated deaths are twice as many.",
        "Las muertes registradas son un mínimo. Las series simuladas a su lado son la mitad que llegaría "
        "a documentarse (juicio); las muertes simuladas en total son el doble.",
    ),
    "limit_party": (
        "A household has one travelling party at a time; there are no births, ageing or marriages, and "
        "later growth is by new households only.",
        "Cada hogar tiene un solo grupo de viaje a la vez; no hay nacimientos, envejecimiento ni uniones, "
        "y el crecimiento posterior es solo por hogares nuevos.",
    ),
    "limit_economy": (
        "Violence, growth and labour demand do not respond to migration.",
        "La violencia, el crecimiento y la demanda de trabajo no responden a la migración.",
    ),
    "limit_sex": (
        "Sex of returned people is drawn with fixed shares (23 % of adults are women, 36 % of children "
        "are girls), taken from the observed returns; only the totals are a test.",
        "El sexo de las personas retornadas se sortea con proporciones fijas (23 % de adultos son "
        "mujeres, 36 % de la niñez son niñas), tomadas de los retornos observados; solo los totales son "
        "una prueba.",
    ),
    "limit_held": (
        "After the last observation ({month}) every driver is held at the mean of its last twelve "
        "observed months: later months are a declared scenario, not a forecast.",
        "Tras la última observación ({month}) cada factor se mantiene en la media de sus últimos doce "
        "meses observados: los meses posteriores son un escenario declarado, no un pronóstico.",
    ),
}
