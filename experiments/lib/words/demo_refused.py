"""Words of the workshop page for what it cannot take: files, links, values, plans."""

WORDS: dict[str, tuple[str, str]] = {
    "refused_session": ("this is no session file of this page.", "no es un archivo de sesión de esta página."),
    "refused_plans": ("plans: two plans are needed, A and B.", "plans: se necesitan dos planes, A y B."),
    "refused_table": ("{name}: a table of names and values is needed.",
                      "{name}: se necesita una tabla de nombres y valores."),
    "refused_choice": ("{name} = {value}: allowed are {allowed}.", "{name} = {value}: se admiten {allowed}."),
    "refused_number": ("{name} = {value}: allowed is {low} to {high}.",
                       "{name} = {value}: se admite de {low} a {high}."),
    "refused_slider": ("'{lever}' is no slider of this page.", "«{lever}» no es un control de esta página."),
    "refused_switch": ("switch {name} = {variant} does not exist.", "el interruptor {name} = {variant} no existe."),
    "refused_large": ("the file is too large to be a session file.",
                      "el archivo es demasiado grande para ser un archivo de sesión."),
    "refused_file": ("the file is not readable as a session file (JSON text).",
                     "el archivo no se puede leer como archivo de sesión (texto JSON)."),
    "refused_link": ("the link is damaged; it was cut off or changed.",
                     "el enlace está dañado; se cortó o se cambió."),
    "refused_stopped": ("the computing process stopped twice on this plan; load another plan, then this one again.",
                        "el proceso de cálculo se detuvo dos veces con este plan; cargue otro plan y luego este."),
    "refused_pair": ("The first pair of runs is not complete yet; try again in a moment.",
                     "El primer par de corridas aún no termina; inténtelo de nuevo en un momento."),
    "refused_port": (
        "port = {port}: something listens there already. Close it, or give another, e.g. port={next}.",
        "port = {port}: ahí ya escucha otro programa. Ciérrelo o use otro puerto, p. ej. port={next}."),
}
