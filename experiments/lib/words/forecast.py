"""Words of forecasts, validation and calibration."""

WORDS: dict[str, tuple[str, str]] = {
    "forecast_path": ("simulating on what was known in {what}", "simulando con lo que se sabía en {what}"),
    "forecast_stale": (
        "Note: the replays in the world's folder were simulated on earlier tables or draws of settings; replays=fresh "
        "runs them again (25 minutes).",
        "Nota: las repeticiones en la carpeta del mundo se simularon con tablas o extracciones anteriores; "
        "replays=fresh las corre de nuevo (25 minutos).",
    ),
    "forecast_fitted_later": (
        "Warning: the ensemble “{ensemble}” was fitted to counts up to {until}, so this forecast from {start} has seen "
        "months it predicts; ensemble=auto takes the latest fitted to nothing later.",
        "Aviso: el conjunto “{ensemble}” se ajustó a datos hasta {until}; este pronóstico desde {start} ya ha visto "
        "meses que predice; ensemble=auto toma el último ajustado a nada posterior.",
    ),
    "forecast_done": (
        "Done in {seconds:.0f} s: {rows} rows in {path}, from observations up to {cut}.",
        "Listo en {seconds:.0f} s: {rows} filas en {path}, con observaciones hasta {cut}.",
    ),
    "validation_done": ("Done in {seconds:.0f} s: {path}", "Listo en {seconds:.0f} s: {path}"),
    "validation_encounters_southwest": (
        "Encounters at the southwest border by citizenship, thousand a month",
        "Encuentros en la frontera suroeste por nacionalidad, miles por mes",
    ),
    "validation_darien_crossings": (
        "Darién crossings by citizenship, thousand a month", "Cruces del Darién por nacionalidad, miles por mes",
    ),
    "validation_returns_to_origin": (
        "Returns from Mexico and the United States, thousand a month",
        "Retornos desde México y Estados Unidos, miles por mes",
    ),
    "validation_legend": (
        "Black: observed. Blue: median, 50 % and 90 % intervals of the forecast made before.",
        "Negro: observado. Azul: mediana e intervalos de 50 y 90 % del pronóstico hecho antes.",
    ),
    "validation_skill": (
        "Score (CRPS, events a month, lower is better): encounters, southwest border",
        "Puntaje (CRPS, eventos por mes, menor es mejor): encuentros, frontera suroeste",
    ),
    "months_span": ("months {first}–{last}", "meses {first}–{last}"),
    "forecaster_vaiven": ("Vaivén (pool)", "Vaivén (mezcla)"),
    "forecaster_model": ("model's path alone", "solo el modelo"),
    "forecaster_last_value": ("last value", "último valor"),
    "forecaster_seasonal_naive": ("seasonal naive", "mismo mes del año previo"),
    "forecaster_drift": ("drift", "tendencia recta"),
    "forecaster_level": ("mean of 12 months", "media de 12 meses"),
    "forecaster_long_level": ("mean of 36 months", "media de 36 meses"),
    "forecaster_regression": ("gravity regression", "regresión de gravedad"),
    "calibrate_wave": (
        "Wave {number}: {runs} runs; {left:.1f} % of the prior not ruled out; emulators explain {skill:.2f}; "
        "least misfit {best:.1f}.",
        "Ola {number}: {runs} corridas; {left:.1f} % de la previa sin descartar; los emuladores explican {skill:.2f}; "
        "menor desajuste {best:.1f}.",
    ),
    "calibrate_nothing_left": (
        "No setting in its range comes within the cut-off of the targets: what follows are the least bad draws, not a "
        "fit. Widen ranges, or say in `discrepancy` what the model leaves out.",
        "Ningún valor dentro de los rangos se acerca a los objetivos: lo que sigue son las extracciones menos malas, "
        "no un ajuste. Amplíe los rangos o diga en `discrepancy` lo que el modelo deja fuera.",
    ),
    "calibrate_done": (
        "Done in {seconds:.0f} s, {runs} runs: {path}",
        "Listo en {seconds:.0f} s, {runs} corridas: {path}",
    ),
    "calibration_shrinkage": (
        "Settings after the calibration over their prior range (line: before)",
        "Parámetros tras la calibración en su rango previo (línea: antes)",
    ),
    "calibration_predictive": (
        "Simulated over observed: grey runs before, blue after; bars: error allowed",
        "Simulado sobre observado: gris antes, azul después; barras: error permitido",
    ),
    "calibration_proof": (
        "Ranks of the true settings among posterior draws, {tests} tests (flat is right)",
        "Rangos de los parámetros verdaderos entre extracciones, {tests} pruebas (plano es correcto)",
    ),
}
