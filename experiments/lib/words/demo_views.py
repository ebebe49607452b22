"""Words of the workshop page's views beside the map: comparison, lives, switches, exports."""

WORDS: dict[str, tuple[str, str]] = {
    # ---- A and B
    "demo_seeds_wanted": ("Paired seeds (more seeds, narrower intervals):",
                          "Semillas pareadas (más semillas, intervalos más estrechos):"),
    "demo_wait_for_pair": ("The first pair of runs is not complete yet; the table comes in a moment.",
                           "El primer par de corridas aún no termina; la tabla llega en un momento."),
    "demo_working_out": ("Working out the table …", "Calculando la tabla …"),
    "demo_table_what": (
        "Same households, same luck: {seeds} paired seeds, {first} to {last}; one simulated household stands for "
        "{scale}.",
        "Los mismos hogares, la misma suerte: {seeds} semillas pareadas, de {first} a {last}; un hogar simulado "
        "representa {scale}."),
    "demo_table_caption": ("B less A, with the 90 % interval of the mean over seeds",
                           "B menos A, con el intervalo de 90 % de la media entre semillas"),
    "demo_interval": ("90 % interval", "intervalo de 90 %"),
    "demo_reading": ("reading", "lectura"),
    "demo_noise": ("inside the noise", "dentro del ruido"),
    "demo_outside": ("differs", "difiere"),
    "demo_capacity": ("Capacity overflow", "Capacidad rebasada"),
    # ---- lives
    "demo_lives_text": (
        "The same simulated household under A and under B, with the same luck. They are synthetic: no person is meant. "
        "A few lives prove nothing; the line below counts everybody.",
        "El mismo hogar simulado bajo A y bajo B, con la misma suerte. Son sintéticos: no se trata de ninguna persona. "
        "Unas pocas vidas no prueban nada; la línea de abajo cuenta a todas."),
    "demo_lives_wait": ("Both plans are being followed, household by household …",
                        "Se siguen ambos planes, hogar por hogar …"),
    "demo_lives_error": ("The lives could not be told: {why}", "No se pudieron contar las vidas: {why}"),
    "demo_lives_none": ("No household whose two lives differ can be told in a few sentences.",
                        "Ningún hogar cuyas dos vidas difieran puede contarse en pocas frases."),
    "demo_twins": (
        "One seed: of {all} persons, {better} live in households that end better off under B (free, alive, at home, "
        "unharmed, or US$ 500 richer), {worse} in households that end worse off. Most of it is luck that any "
        "change sets off; whether a plan helps is read in “A and B”.",
        "Una semilla: de {all} personas, {better} viven en hogares que terminan mejor bajo B (libres, con vida, en "
        "casa, sin daño, o con US$ 500 más), {worse} en hogares que terminan peor. Casi todo es azar que cualquier "
        "cambio desata; si un plan ayuda se lee en «A y B»."),
    "demo_life_better": ("{at}/{count} · Household {number}, {place}, {country}: better off under B",
                         "{at}/{count} · Hogar {number}, {place}, {country}: mejor bajo B"),
    "demo_life_worse": ("{at}/{count} · Household {number}, {place}, {country}: worse off under B",
                        "{at}/{count} · Hogar {number}, {place}, {country}: peor bajo B"),
    "demo_life_map": ("The way of the household under A and B", "El camino del hogar bajo A y B"),
    "demo_previous": ("Back", "Atrás"),
    "demo_next": ("Next", "Siguiente"),
    # ---- what we do not know
    "demo_unknown_text": (
        "Where studies disagree the model holds both readings. Each switch runs everything again, the past too: "
        "curves, table and lives follow.",
        "Donde los estudios discrepan, el modelo conserva ambas lecturas. Cada interruptor vuelve a correr todo, "
        "también el pasado: curvas, tabla y vidas lo siguen."),
    "demo_unknown_settings": (
        "Settings that studies leave open come from a calibration to observed flows (“{name}”), another draw for every "
        "seed. Intervals hold luck and settings; what the model leaves out comes on top.",
        "Los parámetros que los estudios dejan abiertos vienen de una calibración con flujos observados («{name}»), "
        "otra extracción para cada semilla. Los intervalos abarcan el azar y los parámetros; lo que el modelo omite se "
        "suma a eso."),
    "demo_sources": ("Evidence: {sources}", "Evidencia: {sources}"),
    "demo_survives": ("Does the ranking survive?", "¿Sobrevive el orden?"),
    "demo_survival_progress": ("{done} of {all} runs done", "{done} de {all} corridas hechas"),
    "demo_survival_text": (
        "A against B under every other reading, one at a time, {seeds} paired seeds each. Holds: the same plan has "
        "more, outside the noise. Weakens: the difference drowns in the noise under some reading. Reverses: the other "
        "plan has more. An order is no verdict on which plan is better.",
        "A frente a B bajo cada otra lectura, una a la vez, {seeds} semillas pareadas cada una. Se mantiene: el mismo "
        "plan tiene más, fuera del ruido. Se debilita: la diferencia se pierde en el ruido bajo alguna lectura. Se "
        "invierte: el otro plan tiene más. Un orden no dice qué plan es mejor."),
    "demo_order": ("now", "ahora"),
    "demo_a_more": ("A has more", "A tiene más"),
    "demo_b_more": ("B has more", "B tiene más"),
    "demo_no_order": ("inside the noise", "dentro del ruido"),
    "switch_hump": ("Does more income at home lower the wish to leave?",
                    "¿Más ingreso en el hogar reduce el deseo de irse?"),
    "switch_hump_gate": ("no, it only makes leaving affordable", "no, solo permite pagar la salida"),
    "switch_hump_within": ("yes, also the wish", "sí, también el deseo"),
    "switch_visas": ("Do visas replace irregular journeys?", "¿Las visas sustituyen viajes irregulares?"),
    "switch_visas_emergent": ("only through money", "solo a través del dinero"),
    "switch_visas_displacing": ("they also take candidates away", "también restan candidatos"),
    "switch_t42_repeats": ("Expulsion without sanction and repeat crossings",
                           "Expulsión sin sanción y cruces repetidos"),
    "switch_t42_repeats_regime": ("more tries", "más intentos"),
    "switch_t42_repeats_unchanged": ("as with a sanction", "como con sanción"),
    "switch_climate_network": ("Drought where family lives abroad", "Sequía donde hay familia en el exterior"),
    "switch_climate_network_none": ("no difference", "sin diferencia"),
    "switch_climate_network_suppress": ("fewer leave", "salen menos"),
    "switch_climate_network_amplify": ("more leave", "salen más"),
    "switch_regularisation_onward": ("Do permits slow onward migration?",
                                     "¿Los permisos frenan la migración ulterior?"),
    "switch_regularisation_onward_deter": ("yes, × 0.6", "sí, × 0,6"),
    "switch_regularisation_onward_neutral": ("no effect", "sin efecto"),
    "switch_regularisation_onward_enable": ("they enable it, × 1.15", "la facilitan, × 1,15"),
    "switch_desire_survey": ("How many wish to leave? (surveys)", "¿Cuántas personas desean irse? (encuestas)"),
    "switch_desire_survey_nca2021": ("38 %", "38 %"),
    "switch_desire_survey_panel": ("43 %", "43 %"),
    "switch_desire_survey_high": ("70 %", "70 %"),
    "switch_belief": ("How do people judge their chances?", "¿Cómo juzga la gente sus posibilidades?"),
    "switch_belief_learn": ("they learn", "aprende"),
    "switch_belief_sticky": ("they learn slowly", "aprende despacio"),
    "switch_belief_rational": ("they know the present odds", "conoce las probabilidades actuales"),
    "switch_violence_programme": ("Do violence programmes work?", "¿Funcionan los programas contra la violencia?"),
    "switch_violence_programme_moderate": ("moderately, × 0.65", "moderadamente, × 0,65"),
    "switch_violence_programme_none": ("not at all", "nada"),
    "switch_violence_programme_trial": ("as in the trial, × 0.49", "como en el ensayo, × 0,49"),
    "switch_cash": ("Cash aid and leaving", "Ayuda en efectivo y salidas"),
    "switch_cash_relax": ("makes leaving affordable", "permite pagar la salida"),
    "switch_cash_substitute": ("also keeps a tenth at home", "también retiene a una décima parte"),
    "switch_education": ("Schooling and the wish to leave", "Educación y deseo de irse"),
    "switch_education_raise": ("raises it slightly", "lo sube un poco"),
    "switch_education_lower": ("lowers it slightly", "lo baja un poco"),
    "switch_scarcity": ("Do full family shelters change releases?", "¿Los albergues familiares llenos cambian las "
                                                                    "liberaciones?"),
    "switch_scarcity_off": ("no", "no"),
    "switch_scarcity_on": ("yes", "sí"),
    # ---- keep
    "demo_keep_text": ("Take the comparison home. The files stand alone: none of them needs this page or a network.",
                       "Llévese la comparación. Los archivos se bastan solos: ninguno necesita esta página ni una "
                       "red."),
    "demo_report_html": ("Report (HTML)", "Informe (HTML)"),
    "demo_picture": ("Picture (PNG)", "Imagen (PNG)"),
    "demo_workbook": ("Spreadsheet (xlsx)", "Hoja de cálculo (xlsx)"),
    "demo_session_file": ("Session file", "Archivo de sesión"),
    "demo_link_text": ("This address brings the same plans, switches and view back, on any laptop with Vaivén:",
                       "Esta dirección devuelve los mismos planes, interruptores y vista, en cualquier equipo con "
                       "Vaivén:"),
    "demo_link": ("Address of this session", "Dirección de esta sesión"),
    "demo_copy": ("Copy", "Copiar"),
    "demo_copied": ("Copied.", "Copiado."),
    "demo_restore_text": (
        "A session file brings everything back too:", "Un archivo de sesión también lo devuelve todo:"),
    "demo_restore": ("Choose a session file", "Elegir un archivo de sesión"),
    "demo_bad_file": ("Nothing was changed: {why}", "No se cambió nada: {why}"),
    "demo_not_json": ("a session file of this page is needed (.json, below 100 kB).",
                      "se necesita un archivo de sesión de esta página (.json, menos de 100 kB)."),
    "demo_report_title": ("Two plans compared", "Dos planes comparados"),
    "demo_report_simulated": (
        "Simulated, not observed, and not a forecast: households are synthetic, no person is meant, and uncertainty of "
        "the model comes on top of every interval.",
        "Simulado, no observado, y no es un pronóstico: los hogares son sintéticos, no se trata de ninguna persona, y "
        "la incertidumbre del modelo se suma a todo intervalo."),
    "demo_report_switches": ("Disputed evidence read differently from the default:",
                             "Evidencia en disputa leída de otro modo que por defecto:"),
    "demo_report_session": ("To see it again", "Para verlo de nuevo"),
    "demo_report_session_text": (
        "Save the text below as a .json file and choose it on the page of “python -m experiments.demo” (view “Keep”).",
        "Guarde el texto de abajo como archivo .json y elíjalo en la página de “python -m experiments.demo” (vista "
        "«Guardar»)."),
    "demo_picture_note": (
        "Simulated. Bands: lowest and highest seed (3 or more); seeds differ in {apart}. {pairs} complete paired "
        "seeds; 1 household stands for {scale}. Not a forecast.",
        "Simulado. Bandas: semilla más baja y más alta (3 o más); las semillas difieren en {apart}. {pairs} semillas "
        "pareadas completas; 1 hogar representa {scale}. No es un pronóstico."),
    "demo_tour": ("Tour", "Recorrido"),
}
