"""Words of the search for portfolios."""

WORDS: dict[str, tuple[str, str]] = {
    "optimise_title": ("Portfolios under a budget", "Carteras con un presupuesto"),
    "optimise_what": (
        "{tried} portfolios of {packages} packages within {budget} million US$ a year beyond “{plan}”, each under "
        "{draws} draws of the settings and {seeds} paired seeds, from {since} on; {scale}. All numbers are "
        "differences to the baseline.",
        "{tried} carteras de {packages} paquetes dentro de {budget} millones de US$ al año además de «{plan}», "
        "cada una con {draws} sorteos de los parámetros y {seeds} semillas pareadas, desde {since}; {scale}. Todas "
        "las cifras son diferencias con la línea de base.",
    ),
    "optimise_note_robust": (
        "The search looks at the worse quarter of the draws, not at the best guess. It holds under the model's "
        "assumptions and for the packages it was given; it is advice to look, not a verdict.",
        "La búsqueda mira el peor cuarto de los sorteos, no la mejor conjetura. Vale bajo los supuestos del modelo "
        "y para los paquetes dados; es un consejo de dónde mirar, no un veredicto.",
    ),
    "optimise_note_harm": (
        "Harm: mean of the relative changes of {harms}, equal weights (a judgement).",
        "Daño: media de los cambios relativos de {harms}, con igual peso (un juicio).",
    ),
    "optimise_note_thin": (
        "Not in it, because a run at this scale simulates fewer than {fewest} of them: {harms}. Take a smaller scale "
        "before anybody decides.",
        "No entran, porque una corrida a esta escala simula menos de {fewest}: {harms}. Use una escala menor antes de "
        "que alguien decida.",
    ),
    "optimise_frontier": ("The frontier", "La frontera"),
    "optimise_frontier_text": (
        "{count} of {tried} portfolios in the budget are beaten by no other in cost, irregular arrivals, harm and "
        "reintegration at once. There is no single best: choosing among them is a choice of values.",
        "{count} de {tried} carteras dentro del presupuesto no son superadas por ninguna otra a la vez en costo, "
        "llegadas irregulares, daño y reintegración. No hay una única mejor: elegir entre ellas es elegir valores.",
    ),
    "optimise_mix": ("portfolio: share of the documented size", "cartera: parte del tamaño documentado"),
    "optimise_nothing": ("nothing", "nada"),
    "optimise_head_cost": ("cost, million US$ a year", "costo, millones de US$ al año"),
    "optimise_head_arrivals": ("irregular arrivals a year", "llegadas irregulares al año"),
    "optimise_head_harm": ("harm", "daño"),
    "optimise_head_reintegrated": ("sustainably reintegrated a year", "reintegradas de forma sostenible al año"),
    "optimise_why": ("What is funded, what is not, and why", "Qué se financia, qué no y por qué"),
    "optimise_why_text": (
        "Mean strength of each package over the frontier, and what it does alone at its documented size.",
        "Fuerza media de cada paquete en la frontera, y lo que hace solo en su tamaño documentado.",
    ),
    "optimise_funded": (
        "{plan}: funded at {share} of its size on average.",
        "{plan}: financiado en promedio a {share} de su tamaño.",
    ),
    "optimise_not_funded": (
        "{plan}: hardly funded ({share} of its size on average).",
        "{plan}: casi sin financiar ({share} de su tamaño en promedio).",
    ),
    "optimise_alone": (
        "Alone it costs {cost} million US$ a year; irregular arrivals {arrivals} a year, harm {harm}, sustainably "
        "reintegrated {reintegrated} a year.",
        "Solo cuesta {cost} millones de US$ al año; llegadas irregulares {arrivals} al año, daño {harm}, "
        "reintegradas de forma sostenible {reintegrated} al año.",
    ),
    "optimise_because_dear": (
        "At its documented size it does not fit into the budget.",
        "En su tamaño documentado no cabe en el presupuesto.",
    ),
    "optimise_because_harm": ("It adds harm.", "Agrega daño."),
    "optimise_because_little": (
        "It changes too little of what is looked at here.",
        "Cambia demasiado poco de lo que aquí se mira.",
    ),
    "optimise_because_others": ("The same money does more elsewhere.", "El mismo dinero logra más en otra parte."),
    "optimise_failed": ("Its runs failed.", "Sus corridas fallaron."),
    "optimise_documented": ("Documented plans at equal cost", "Planes documentados a igual costo"),
    "optimise_documented_text": (
        "Below each plan: of the portfolios tried that cost no more, the one with the least harm.",
        "Debajo de cada plan: de las carteras probadas que no cuestan más, la de menor daño.",
    ),
    "optimise_instead": ("instead: {mix}", "en su lugar: {mix}"),
    "optimise_pictures": ("Pictures", "Imágenes"),
    "optimise_pictures_text": (
        "Means over draws. Portfolios beyond three times the budget are left out.",
        "Medias sobre los sorteos. Se omiten las carteras de más de tres veces el presupuesto.",
    ),
    "optimise_axis_arrivals": ("Irregular arrivals a year", "Llegadas irregulares al año"),
    "optimise_axis_harm": ("Harm, percent", "Daño, por ciento"),
    "optimise_axis_reintegrated": (
        "Persons reintegrated sustainably a year",
        "Personas reintegradas de forma sostenible al año",
    ),
    "optimise_x": (
        "difference to the baseline, over cost in million US$ of 2021 a year; dashed: the budget",
        "diferencia con la línea de base, según el costo en millones de US$ de 2021 al año; línea: el presupuesto",
    ),
    "optimise_kind_tried": ("tried", "probadas"),
    "optimise_kind_front": ("frontier", "frontera"),
    "optimise_kind_plan": ("documented plan", "plan documentado"),
    "optimise_done": (
        "Done in {seconds:.0f} s: {tried} portfolios, {runs} runs. Report: {path}",
        "Listo en {seconds:.0f} s: {tried} carteras, {runs} corridas. Informe: {path}",
    ),
}
