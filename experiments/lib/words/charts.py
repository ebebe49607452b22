"""Words inside charts and maps."""

WORDS: dict[str, tuple[str, str]] = {
    "simulated": ("simulated", "simulado"),
    "observed": ("observed", "observado"),
    "range_of_seeds": ("range over seeds", "rango entre semillas"),
    "after_history": ("after history", "tras la historia"),
    "no_data": ("no data", "sin datos"),
    "months_since_return": ("months since return", "meses desde el retorno"),
    "persons_a_month": ("persons a month", "personas al mes"),
    "persons_a_year": ("persons a year", "personas al año"),
    "persons": ("persons", "personas"),
    "legend_width": ("line width: persons", "grosor de línea: personas"),
}
