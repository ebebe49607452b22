"""Words of sensitivity analyses."""

WORDS: dict[str, tuple[str, str]] = {
    "sensitivity_title": ("Which assumptions matter: {world}", "Qué supuestos importan: {world}"),
    "sensitivity_what": (
        "{settings} settings over their whole ranges, {runs} runs of the plan “{plan}”, {months} months, {scale}. "
        "First a screening of all (Morris), then shares of variance of "
        "the strongest (Sobol).",
        "{settings} parámetros en todo su rango, {runs} corridas del plan «{plan}», {months} meses, {scale}. "
        "Primero un cribado de todos (Morris), luego la parte de la varianza de "
        "los más fuertes (Sobol).",
    ),
    "sensitivity_morris": ("Morris screening", "Cribado de Morris"),
    "sensitivity_sobol": ("Shares of variance (Sobol)", "Partes de la varianza (Sobol)"),
    "sensitivity_sobol_text": (
        "Total share of the variance of an outcome that goes away if a setting were known, with its interactions; "
        "lines: 95 % confidence. Only the strongest settings of the screening; the others stay at their defaults.",
        "Parte total de la varianza de un resultado que desaparecería si se conociera un parámetro, con sus "
        "interacciones; líneas: 95 % de confianza. Solo los parámetros más fuertes del cribado; los demás quedan "
        "en su valor por defecto.",
    ),
    "sensitivity_total": ("Variance of: {outcome}", "Varianza de: {outcome}"),
    "sensitivity_total_unit": ("total share of variance (ST)", "parte total de la varianza (ST)"),
    "sensitivity_note_paired": (
        "All runs of one seed share their luck, so that differences come from the settings.",
        "Todas las corridas de una semilla comparten el azar: las diferencias vienen de los parámetros.",
    ),
    "sensitivity_note_range": (
        "An effect is as large as the range it is given: a wide range is itself a statement of weak evidence. What "
        "is not a setting (rules, routes, data) is not examined here.",
        "Un efecto es tan grande como el rango que se le da: un rango ancho ya declara evidencia débil. Lo que no "
        "es un parámetro (reglas, rutas, datos) no se examina aquí.",
    ),
    "sensitivity_overlap": (
        "Of the strongest settings, {share} are the same in both halves of the trajectories.",
        "De los parámetros más fuertes, {share} coinciden en ambas mitades de las trayectorias.",
    ),
    "sensitivity_settled": (
        "From half of the Sobol sample to all of it no total share changed by more than {change}.",
        "De la mitad de la muestra de Sobol al total, ninguna parte total cambió más de {change}.",
    ),
    "sensitivity_evidence": ("evidence:", "evidencia:"),
    "sensitivity_agenda": ("The research agenda", "La agenda de investigación"),
    "sensitivity_agenda_unit": (
        "largest effect on any outcome, over the strongest effect on that outcome",
        "mayor efecto sobre algún resultado, respecto del efecto más fuerte sobre ese resultado",
    ),
    "sensitivity_agenda_text": (
        "Warm bars are weak evidence, cool ones good evidence. Long and warm: what to measure next. Each of these "
        "moves some outcome at least half as much as the strongest setting does, and rests on judgement or weak "
        "evidence:",
        "Barras cálidas: evidencia débil; frías: evidencia buena. Larga y cálida: lo que conviene medir. Cada uno "
        "de estos mueve algún resultado al menos la mitad que el parámetro más fuerte y descansa en juicio o "
        "evidencia débil:",
    ),
    "sensitivity_sentence": (
        "{name} ({meaning}; evidence {grade}, {source}): over its range “{outcome}” moves by {change} {unit}, "
        "{share} of its mean.",
        "{name} ({meaning}; evidencia {grade}, {source}): en su rango «{outcome}» se mueve {change} {unit}, "
        "{share} de su media.",
    ),
    "sensitivity_heat": ("Settings and outcomes", "Parámetros y resultados"),
    "sensitivity_heat_unit": (
        "effect over the strongest effect on the same outcome",
        "efecto respecto del más fuerte sobre el mismo resultado",
    ),
    "sensitivity_tornado": ("Outcome by outcome", "Resultado por resultado"),
    "sensitivity_tornado_unit": (
        "mean change over the whole range of a setting, {unit} of the window; lines: 95 % confidence",
        "cambio medio en todo el rango de un parámetro, {unit} en la ventana; líneas: 95 % de confianza",
    ),
    "sensitivity_all": ("All settings", "Todos los parámetros"),
    "sensitivity_largest": ("largest effect", "mayor efecto"),
    "sensitivity_done": (
        "Done in {seconds:.0f} s, {runs} runs. Report: {path}",
        "Listo en {seconds:.0f} s, {runs} corridas. Informe: {path}",
    ),
    "sensitivity_thin": (
        "Too few simulated persons at this scale, so that these say mostly luck and rank no setting: {outcomes}.",
        "Muy pocas personas simuladas a esta escala: dicen sobre todo azar y no ordenan parámetros: {outcomes}.",
    ),
}
