"""Words of the guided tour: what to look at and what to ask the room, never what to think."""

WORDS: dict[str, tuple[str, str]] = {
    "tour_loop_title": ("The loop", "El ciclo"),
    "tour_loop_text": (
        "People leave, arrive or get stuck, return and may leave again. Press play. Blue: out. Orange: onward from a "
        "country where they lived. Pink: back. Compare the returns with those who leave again: where does the loop "
        "close?",
        "La gente sale, llega o queda varada, vuelve y puede salir de nuevo. Pulse reproducir. Azul: salidas. Naranja: "
        "desde un país donde vivían. Rosa: de vuelta. Compare los retornos con quienes vuelven a salir: ¿dónde se "
        "cierra el ciclo?"),
    "tour_harm_title": ("Flow and harm are two numbers", "Flujo y daño son dos números"),
    "tour_harm_text": (
        "B is enforcement only. Look at arrivals and at deaths, abuse and people stranded together. Do they move the "
        "same way, and by how much more than the noise? Who bears what does not show at the border?",
        "B es solo control. Mire las llegadas junto con las muertes, los abusos y las personas varadas. ¿Se mueven "
        "igual, y cuánto más que el ruido? ¿Quién carga con lo que no se ve en la frontera?"),
    "tour_balloon_title": ("The balloon", "El globo"),
    "tour_balloon_text": (
        "B triples the force at the controls in Mexico: 40,000 officers more. Switch the map between A and B: routes "
        "are chosen by cost and danger, so pressure in one place moves people to another. Click a leg that grew: how "
        "dangerous is it?",
        "B triplica la fuerza en los controles de México: 40 000 agentes más. Cambie el mapa entre A y B: las rutas se "
        "eligen por costo y peligro, así que la presión en un lugar mueve a la gente a otro. Pulse un tramo que "
        "creció: ¿qué tan peligroso es?"),
    "tour_visas_title": ("Visas: families first, flows second", "Visas: primero las familias, luego los flujos"),
    "tour_visas_text": (
        "B adds some 53,000 seasonal places a year. Read debt, remittances and lawful stays beside arrivals. Visas "
        "change the lives of those who get one; next to all who wish to leave they are few, so the flow may stay in "
        "the noise.",
        "B añade unas 53 000 plazas temporales al año. Lea deuda, remesas y estancias regulares junto a las llegadas. "
        "Las visas cambian la vida de quien obtiene una; frente a quienes desean irse son pocas, y el flujo puede "
        "quedar en el ruido."),
    "tour_surge_title": ("When returns triple", "Cuando los retornos se triplican"),
    "tour_surge_text": (
        "B triples removals from inside the United States. Watch returns, then separated children and those who leave "
        "again. Many who return have lived away for years and have children there. What meets them at home?",
        "B triplica las expulsiones desde el interior de Estados Unidos. Observe los retornos, luego la niñez "
        "separada y quienes salen de nuevo. Muchas personas llevan años fuera y tienen hijos allí. ¿Qué encuentran al "
        "volver?"),
    "tour_binds_title": ("Where reintegration money binds", "Dónde se agota la reintegración"),
    "tour_binds_text": (
        "Both plans hold the surge; B adds reception and services. Read the rows on capacity: places fill first, so "
        "more money helps only where places are short. Raise the reception slider, then the three services. Which one "
        "binds?",
        "Ambos planes tienen la oleada; B añade recepción y servicios. Lea las filas de capacidad: primero se llenan "
        "las plazas, así que más dinero ayuda solo donde faltan. Suba recepción, luego los tres servicios. ¿Cuál se "
        "agota?"),
    "tour_roots_title": ("Life at home: slow, and both ways", "La vida en el lugar de origen: lento y en dos sentidos"),
    "tour_roots_text": (
        "B works on violence, farming, jobs and food at home. More income makes leaving less wished for and more "
        "affordable at once. Look at those who wish to leave and cannot: fewer departures are not always good news.",
        "B actúa sobre violencia, agricultura, empleo y alimentos. Más ingreso hace la salida menos deseada y más "
        "asequible a la vez. Mire a quienes desean irse y no pueden: menos salidas no siempre es buena noticia."),
    "tour_lives_title": ("One household, two lives", "Un hogar, dos vidas"),
    "tour_lives_text": (
        "The same simulated household with the same luck under A and B. Read one that fares better and one that fares "
        "worse: every plan has both. The count above says how many.",
        "El mismo hogar simulado con la misma suerte bajo A y B. Lea uno que está mejor y uno que está peor: todo plan "
        "tiene ambos. La cuenta de arriba dice cuántos."),
    "tour_unknown_title": ("What we do not know", "Lo que no sabemos"),
    "tour_unknown_text": (
        "Each box is a question on which studies disagree. Turn one and see what changes; then ask whether the order "
        "of the plans survives all of them. What would the room want to find out first?",
        "Cada caja es una pregunta en que los estudios discrepan. Cambie una y vea qué pasa; luego pregunte si el "
        "orden de los planes sobrevive a todas. ¿Qué querría averiguar primero la sala?"),
    "tour_keep_title": ("Keep and go on", "Guardar y seguir"),
    "tour_keep_text": (
        "Save a report, a picture, a spreadsheet or the session. Then close the tour and build the room's own plan "
        "with the sliders: within a budget, and with harm beside flow.",
        "Guarde un informe, una imagen, una hoja de cálculo o la sesión. Luego cierre el recorrido y construya el "
        "plan de la sala con los controles: dentro de un presupuesto, y con el daño junto al flujo."),
}
