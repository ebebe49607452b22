"""Words of what flips a ranking."""

WORDS: dict[str, tuple[str, str]] = {
    "discover_title": ("Which assumptions flip the ranking", "Qué supuestos invierten el orden"),
    "discover_what": (
        "{runs} runs of {world} at {points} points of assumptions; every plan is held against “{against}” with the "
        "same assumptions and the same luck.",
        "{runs} corridas de {world} en {points} puntos de supuestos; cada plan frente a «{against}» con los mismos "
        "supuestos y la misma suerte.",
    ),
    "discover_note": (
        "A box is found by looking: with few points some of it is chance. Read a box as a question to study, not "
        "as a law.",
        "Una caja se encuentra buscando: con pocos puntos una parte es azar. Lea una caja como una pregunta por "
        "estudiar, no como una ley.",
    ),
    "discover_pair": ("{plan}, against: {against}", "{plan}, frente a: {against}"),
    "discover_less": (
        "{outcome}: less (which is better) in {share} of the points (median {median} {unit}).",
        "{outcome}: menos (lo que es mejor) en {share} de los puntos (mediana {median} {unit}).",
    ),
    "discover_more": (
        "{outcome}: more (which is better) in {share} of the points (median {median} {unit}).",
        "{outcome}: más (lo que es mejor) en {share} de los puntos (mediana {median} {unit}).",
    ),
    "discover_fewer": (
        "{outcome}: fewer (neither good nor bad in itself) in {share} of the points (median {median} {unit}).",
        "{outcome}: menos (ni bueno ni malo en sí) en {share} de los puntos (mediana {median} {unit}).",
    ),
    "discover_same": (
        "{outcome}: the same under both plans in every run.",
        "{outcome}: igual con ambos planes en todas las corridas.",
    ),
    "discover_box_fails": (
        "It stops mostly where {limits}: there it fails in {density} of {points} points, which are {coverage} of "
        "all failures ({method}).",
        "Deja de serlo sobre todo donde {limits}: allí falla en {density} de {points} puntos, que son {coverage} "
        "de todas las fallas ({method}).",
    ),
    "discover_box_wins": (
        "That happens mostly where {limits}: there in {density} of {points} points, which are {coverage} of all such "
        "points ({method}).",
        "Eso ocurre sobre todo donde {limits}: allí en {density} de {points} puntos, que son {coverage} de todos esos "
        "puntos ({method}).",
    ),
    "discover_thin": (
        "Too few are simulated at this scale to say more.",
        "Se simulan muy pocos a esta escala para decir más.",
    ),
    "discover_short": ("In short", "En breve"),
    "discover_short_text": (
        "{settled} of {looked} comparisons come out the same way in at least 95 % of the points: no assumption varied "
        "here flips them. Of the others, these few assumptions flip the ranking: found with one half of the seeds, "
        "confirmed by the other:",
        "{settled} de {looked} comparaciones salen igual en al menos 95 % de los puntos: ningún supuesto variado aquí "
        "las invierte. De las demás, estos pocos supuestos invierten el orden: hallados con una mitad de las semillas "
        "y confirmados por la otra:",
    ),
    "discover_short_none": ("None was found.", "No se encontró ninguno."),
    "discover_no_box": (
        "No small set of assumptions sets them apart; the difference goes most with (rank correlation): "
        "{names}.",
        "Ningún conjunto pequeño de supuestos los separa; la diferencia va sobre todo con (correlación de "
        "rangos): {names}.",
    ),
    "discover_and": (" and ", " y "),
    "discover_above": ("{name} is above {low}", "{name} supera {low}"),
    "discover_below": ("{name} is below {high}", "{name} queda por debajo de {high}"),
    "discover_between": ("{name} lies between {low} and {high}", "{name} está entre {low} y {high}"),
    "discover_among": ("{name} is {among}", "{name} es {among}"),
    "discover_satisficing": ("In how many points nobody is harmed more", "En cuántos puntos nadie sufre más daño"),
    "discover_satisficing_text": (
        "A point counts if none of these is worse than under the baseline: {harms}.",
        "Un punto cuenta si nada de esto es peor que en la línea de base: {harms}.",
    ),
    "discover_satisfied": (
        "{plan}: {share} of the points. What fails most is “{worst}”, in {fails}.",
        "{plan}: {share} de los puntos. Lo que más falla es «{worst}», en {fails}.",
    ),
    "discover_regret": ("Regret", "Arrepentimiento"),
    "discover_regret_text": (
        "How far a plan falls behind the best plan of the same point, in units of the outcome (95th percentile "
        "over points). Fewer is read as better for flows only to have a direction.",
        "Cuánto queda un plan por detrás del mejor plan del mismo punto, en unidades del resultado (percentil 95 "
        "sobre los puntos). En los flujos, menos se lee como mejor solo para tener una dirección.",
    ),
    "discover_done": ("Done in {seconds:.0f} s. Report: {path}", "Listo en {seconds:.0f} s. Informe: {path}"),
    "discover_chance": (
        "The other half of the seeds does not confirm it: it may be chance.",
        "La otra mitad de las semillas no lo confirma: puede ser azar.",
    ),
    "discover_one_seed": (
        "With one seed a point it cannot be told from chance.",
        "Con una semilla por punto no se distingue del azar.",
    ),
}
