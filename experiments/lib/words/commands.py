"""Words of the commands and of the folders they leave."""

WORDS: dict[str, tuple[str, str]] = {
    "folder_unfinished": (
        "This run is not finished. If nothing is running any more, it was stopped: start it again.",
        "Esta corrida no ha terminado. Si ya no hay nada en marcha, fue interrumpida: vuelva a lanzarla.",
    ),
    "folder_failed": (
        "This run failed; what is here is incomplete.",
        "Esta corrida falló; lo que hay aquí está incompleto.",
    ),
    "progress_run": ("run", "corrida"),
    "progress_months": ("simulated months", "meses simulados"),
    "progress_report": ("writing the report", "escribiendo el informe"),
    "compiling": (
        "Compiling the model for this machine; once only, about a minute.",
        "Compilando el modelo para esta máquina; solo una vez, cerca de un minuto.",
    ),
    "done": ("Done in {seconds:.0f} s. Report: {path}", "Listo en {seconds:.0f} s. Informe: {path}"),
    "report_written": ("Report: {path}", "Informe: {path}"),
    "same": ("same digest: {digest}", "mismo resumen criptográfico: {digest}"),
    "different": (
        "DIFFERENT: the manifest says {before}, this run gives {after}",
        "DISTINTO: el manifiesto dice {before}, esta corrida da {after}",
    ),
    "different_origin": ("  differs: {places}", "  difiere: {places}"),
    "ensemble_changed": (
        "note: the ensemble of settings changed since that run ({before} then, {after} now)",
        "nota: el conjunto de parámetros cambió desde esa corrida ({before} entonces, {after} ahora)",
    ),
    "world_changed": (
        "note: the world's tables changed since that run ({before} then, {after} now)",
        "nota: las tablas del mundo cambiaron desde esa corrida ({before} entonces, {after} ahora)",
    ),
    "code_changed": (
        "note: the code changed since that run ({before} then, {after} now)",
        "nota: el código cambió desde esa corrida ({before} entonces, {after} ahora)",
    ),
    "plan_changed": (
        "note: the plan means something else now ({before} then, {after} now)",
        "nota: el plan significa otra cosa ahora ({before} entonces, {after} ahora)",
    ),
}
