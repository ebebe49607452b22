"""Sentences of life stories: `{here}` the place before, `{there}` the place after, `{goal}` the destination.

A key `story_<BEFORE>_<AFTER>` tells one move; `story_to_<AFTER>` tells any other way into a state.
"""

WORDS: dict[str, tuple[str, str]] = {
    "story_title": ("Household {number}: {place}", "Hogar {number}: {place}"),
    "story_page_title": ("Life stories: {world}", "Historias de vida: {world}"),
    "story_page_text": (
        "Journeys of simulated households, told from the run month by month. They are no real persons. "
        "They were chosen for the path they took; most households never move. Dates are months; several "
        "moves of one month are told as one.",
        "Recorridos de hogares simulados, contados mes a mes a partir de la corrida. No son personas "
        "reales. Se eligieron por el camino que siguieron; la mayoría de los hogares nunca se mueve. Las "
        "fechas son meses; varios movimientos de un mismo mes se cuentan como uno.",
    ),
    "story_plan": ("Plan: {plan}", "Plan: {plan}"),
    "story_nothing": ("nothing changed for them in this run.", "nada cambió para ellos en esta corrida."),
    "story_written": ("Stories: {path}", "Historias: {path}"),
    "story_start": (
        "{month}: the household of {members} in {there} comes into view ({state}).",
        "{month}: aparece el hogar de {members} en {there} ({state}).",
    ),
    "story_quiet": (
        "Nothing changed between {first} and {last}: the household is {state}.",
        "Nada cambió entre {first} y {last}: el hogar está {state}.",
    ),
    "story_end": (
        "At the end of the run ({month}) they are in {there}: {state}.",
        "Al final de la corrida ({month}) están en {there}: {state}.",
    ),
    "story_NOT_YET_FORMED_SETTLED": ("the household forms in {there}.", "se forma el hogar en {there}."),
    "story_SETTLED_DISPLACED": (
        "they had to leave their home in {here} and are displaced inside the country.",
        "tuvieron que dejar su hogar en {here} y quedan desplazados dentro del país.",
    ),
    "story_SETTLED_RELOCATED_inside": (
        "they moved to another part of {there}.", "se mudaron a otra parte de {there}."),
    "story_RELOCATED_RELOCATED_inside": (
        "they moved once more inside {there}.", "se mudaron otra vez dentro de {there}."),
    "story_SETTLED_RELOCATED": ("they moved from {here} to {there}.", "se mudaron de {here} a {there}."),
    "story_SETTLED_IN_TRANSIT": (
        "they left {here} for {goal}; on the way: {party}.",
        "salieron de {here} rumbo a {goal}; viajan: {party}.",
    ),
    "story_SETTLED_LAWFUL": (
        "they left {here} for {there} with a residence permit; moving: {party}.",
        "salieron de {here} hacia {there} con permiso de residencia; se mudan: {party}.",
    ),
    "story_SETTLED_TEMPORARY_WORKER": (
        "{party} left {here} for {there} with a seasonal contract.",
        "{party}: salida de {here} hacia {there} con contrato de temporada.",
    ),
    "story_RELOCATED_DISPLACED": (
        "they were displaced again, from {here}.",
        "fueron desplazados de nuevo, desde {here}.",
    ),
    "story_RELOCATED_RELOCATED": (
        "they moved once more, from {here} to {there}.",
        "se mudaron otra vez, de {here} a {there}.",
    ),
    "story_DISPLACED_SETTLED": (
        "they could go back to their home in {there}.",
        "pudieron volver a su hogar en {there}.",
    ),
    "story_DISPLACED_RELOCATED": (
        "their displacement ended: they settled in {there}.",
        "terminó su desplazamiento: se asentaron en {there}.",
    ),
    "story_DISPLACED_IN_TRANSIT": (
        "displaced, they left the country for {goal}; on the way: {party}.",
        "desplazados, salieron del país rumbo a {goal}; viajan: {party}.",
    ),
    "story_IN_TRANSIT_IN_TRANSIT": ("they reached {there} and went on.", "llegaron a {there} y siguieron."),
    "story_IN_TRANSIT_STRANDED": ("they were stranded in {there}.", "quedaron varados en {there}."),
    "story_IN_TRANSIT_IN_CUSTODY": (
        "officers met them at {there} and took them into custody.",
        "agentes los encontraron en {there} y quedaron bajo custodia.",
    ),
    "story_IN_TRANSIT_ASYLUM_PENDING": ("they asked for asylum in {there}.", "pidieron asilo en {there}."),
    "story_IN_TRANSIT_IRREGULAR": (
        "they reached {there} and live there without a permit.",
        "llegaron a {there} y viven allí sin permiso de residencia.",
    ),
    "story_IN_TRANSIT_RETURNED": (
        "the journey ended: they are back in {there}.",
        "el viaje terminó: están de vuelta en {there}.",
    ),
    "story_IN_TRANSIT_LOST": (
        "they died or went missing on the way, near {here}.",
        "murieron o desaparecieron en el camino, cerca de {here}.",
    ),
    "story_STRANDED_IN_TRANSIT": (
        "from {here} they tried again, for {goal}.",
        "desde {here} lo intentaron de nuevo, rumbo a {goal}.",
    ),
    "story_STRANDED_RETURNED": (
        "they gave up and went back to {there}.",
        "desistieron y volvieron a {there}.",
    ),
    "story_STRANDED_ASYLUM_PENDING": ("they asked for asylum in {there}.", "pidieron asilo en {there}."),
    "story_STRANDED_IRREGULAR": (
        "they stayed to live in {there} without a permit.",
        "se quedaron a vivir en {there} sin permiso.",
    ),
    "story_STRANDED_LOST": (
        "they died or went missing near {here}.",
        "murieron o desaparecieron cerca de {here}.",
    ),
    "story_IN_CUSTODY_RETURNED": ("they were returned to {there}.", "fueron retornados a {there}."),
    "story_IN_CUSTODY_ASYLUM_PENDING": (
        "they were released in {there} and wait for a decision on their asylum claim.",
        "fueron liberados en {there} y esperan la decisión sobre su solicitud de asilo.",
    ),
    "story_IN_CUSTODY_STRANDED": (
        "they were sent to {there} and wait there.",
        "fueron enviados a {there} y esperan allí.",
    ),
    "story_ASYLUM_PENDING_LAWFUL": (
        "their asylum claim was granted; they stay in {there}.",
        "se les concedió el asilo; se quedan en {there}.",
    ),
    "story_ASYLUM_PENDING_IRREGULAR": (
        "their claim was denied; they stay in {there} without a permit.",
        "su solicitud fue denegada; siguen en {there} sin permiso.",
    ),
    "story_ASYLUM_PENDING_IN_TRANSIT": (
        "without waiting for the decision they went on from {here} to {goal}.",
        "sin esperar la decisión siguieron de {here} hacia {goal}.",
    ),
    "story_ASYLUM_PENDING_IN_CUSTODY": (
        "they were taken into custody in {there}.",
        "quedaron bajo custodia en {there}.",
    ),
    "story_ASYLUM_PENDING_RETURNED": ("they went back to {there}.", "volvieron a {there}."),
    "story_IRREGULAR_LAWFUL": (
        "they obtained a residence permit in {there}.",
        "obtuvieron permiso de residencia en {there}.",
    ),
    "story_IRREGULAR_IN_TRANSIT": (
        "they moved on from {here} to {goal}; on the way: {party}.",
        "siguieron de {here} hacia {goal}; viajan: {party}.",
    ),
    "story_IRREGULAR_IN_CUSTODY": (
        "officers took them into custody in {here}.",
        "agentes los pusieron bajo custodia en {here}.",
    ),
    "story_IRREGULAR_RETURNED": (
        "they decided to go back and are in {there}.",
        "decidieron volver y están en {there}.",
    ),
    "story_TEMPORARY_WORKER_RETURNED": (
        "the contract ended; they are back in {there}.",
        "el contrato terminó; están de vuelta en {there}.",
    ),
    "story_TEMPORARY_WORKER_IRREGULAR": (
        "the contract ended and they stayed in {there}.",
        "el contrato terminó y se quedaron en {there}.",
    ),
    "story_LAWFUL_IN_TRANSIT": ("they moved on from {here} to {goal}.", "siguieron de {here} hacia {goal}."),
    "story_LAWFUL_RETURNED": ("they decided to go back to {there}.", "decidieron volver a {there}."),
    "story_LAWFUL_IN_CUSTODY": (
        "they were taken into custody in {here}.",
        "quedaron bajo custodia en {here}.",
    ),
    "story_RETURNED_REINTEGRATING": (
        "they left {here} and begin anew in {there}.",
        "dejaron {here} y empiezan de nuevo en {there}.",
    ),
    "story_RETURNED_DISPLACED": (
        "they cannot go home and are displaced inside the country.",
        "no pueden volver a casa y quedan desplazados dentro del país.",
    ),
    "story_RETURNED_IN_TRANSIT": (
        "just back, they left again for {goal}.",
        "recién llegados, salieron otra vez rumbo a {goal}.",
    ),
    "story_RETURNED_SETTLED": ("they are home again in {there}.", "están otra vez en casa, en {there}."),
    "story_REINTEGRATING_SETTLED": (
        "they have rebuilt their life in {there}.",
        "rehicieron su vida en {there}.",
    ),
    "story_REINTEGRATING_IN_TRANSIT": (
        "they left {here} again, for {goal}; on the way: {party}.",
        "salieron de nuevo de {here}, rumbo a {goal}; viajan: {party}.",
    ),
    "story_REINTEGRATING_DISPLACED": (
        "they had to leave {here} and are displaced inside the country.",
        "tuvieron que dejar {here} y quedan desplazados dentro del país.",
    ),
    "story_to_SETTLED": ("they live at home in {there}.", "viven en su hogar en {there}."),
    "story_to_RELOCATED": ("they settled in {there}.", "se asentaron en {there}."),
    "story_to_IRREGULAR": (
        "they arrived in {there} and live there without a permit.",
        "llegaron a {there} y viven allí sin permiso de residencia.",
    ),
    "story_to_LAWFUL": (
        "they arrived in {there} with a residence permit.",
        "llegaron a {there} con permiso de residencia.",
    ),
    "story_to_LOST": (
        "they died or went missing on the way from {here}.",
        "murieron o desaparecieron en el camino desde {here}.",
    ),
    "story_to_DISPLACED": ("they are displaced inside the country.", "quedan desplazados dentro del país."),
    "story_to_NOT_YET_FORMED": ("the household is not formed yet.", "el hogar aún no se ha formado."),
    "story_to_IN_TRANSIT": (
        "they left {here} for {goal}; on the way: {party}.",
        "salieron de {here} rumbo a {goal}; viajan: {party}.",
    ),
    "story_to_STRANDED": (
        "they set out from {here} and were stranded in {there}.",
        "salieron de {here} y quedaron varados en {there}.",
    ),
    "story_to_IN_CUSTODY": (
        "they set out from {here} and were taken into custody at {there}.",
        "salieron de {here} y quedaron bajo custodia en {there}.",
    ),
    "story_to_ASYLUM_PENDING": (
        "they arrived in {there} and asked for asylum.",
        "llegaron a {there} y pidieron asilo.",
    ),
    "story_to_TEMPORARY_WORKER": (
        "{party} left {here} for {there} with a seasonal contract.",
        "{party}: salida de {here} hacia {there} con contrato de temporada.",
    ),
    "story_to_RETURNED": ("they are back in {there}.", "están de vuelta en {there}."),
    "story_to_REINTEGRATING": (
        "they are back and begin anew in {there}.",
        "están de vuelta y empiezan de nuevo en {there}.",
    ),
    "story_same_place": ("they went from {here} to {there}.", "fueron de {here} a {there}."),
    "story_joined": (
        "members of the household joined them in {there}; together now: {party}.",
        "miembros del hogar se les unieron en {there}; ahora son: {party}.",
    ),
    "story_money_savings": ("savings {value} US$", "ahorros {value} US$"),
    "story_money_debt": ("debt {value} US$", "deuda {value} US$"),
    "story_reason": ("Reason: {reason}.", "Motivo: {reason}."),
    "story_away": ("after {months} months abroad", "tras {months} meses en el exterior"),
    "somewhere": ("an unknown place", "un lugar desconocido"),
    "adult_1": ("one adult", "una persona adulta"),
    "adult_n": ("{n} adults", "{n} personas adultas"),
    "child_1": ("one child", "una niña o un niño"),
    "child_n": ("{n} children", "{n} niñas y niños"),
    "alone_1": ("one child alone", "una niña o un niño sin acompañante"),
    "alone_n": ("{n} children alone", "{n} niñas y niños sin acompañante"),
    "and": ("and", "y"),
    "story_start_later": (
        "{month}: the household is not formed yet.",
        "{month}: el hogar aún no se ha formado.",
    ),
    "note_violence": ("Cause: violence.", "Causa: violencia."),
    "note_disaster": ("Cause: a disaster.", "Causa: un desastre."),
    "note_cannot_go_home": (
        "The violence they had fled goes on.",
        "La violencia de la que huyeron continúa.",
    ),
    "note_removal_order": ("They had an order of removal.", "Tenían una orden de remoción."),
    "note_interior_removal": (
        "They were found living there without a permit.",
        "Los hallaron viviendo allí sin permiso.",
    ),
    "note_removed_at_border": (
        "They were met at the border, to be removed.",
        "Los encontraron en la frontera, para ser removidos.",
    ),
    "note_interdicted": (
        "They were stopped at a control on the way.",
        "Los detuvieron en un control del camino.",
    ),
    "note_sent_to_wait": ("They must wait there for a hearing.", "Deben esperar allí una audiencia."),
    "note_expelled": ("They were sent back at the border.", "Los devolvieron en la frontera."),
    "note_put_across": ("They were put across the border.", "Los pusieron al otro lado de la frontera."),
    "note_out_of_money": ("They had no money left.", "Se quedaron sin dinero."),
    "note_refugee": ("They were recognised as refugees.", "Fueron reconocidos como refugiados."),
    "note_regularised": ("A regularisation gave them the permit.", "Una regularización les dio el permiso."),
    "note_family": ("The permit came through family.", "El permiso llegó por vía familiar."),
    "note_parole": ("They were admitted on parole.", "Fueron admitidos con permiso humanitario."),
    "note_seasonal": ("The permit is a seasonal one.", "El permiso es de temporada."),
    "note_citizen": ("They have citizenship there.", "Tienen la ciudadanía de allí."),
    "note_removed": ("An authority returned them.", "Una autoridad los retornó."),
    "note_contract_over": ("The contract was over.", "El contrato había terminado."),
    "note_savings_target": ("They had saved what they wanted.", "Habían ahorrado lo que querían."),
    "note_claim_denied": ("The claim was denied.", "La solicitud fue denegada."),
    "note_overstayed": ("They stayed beyond the contract.", "Se quedaron más allá del contrato."),
    "note_in_debt": ("They still owed money for the last journey.", "Aún debían dinero del viaje anterior."),
    "note_alone": ("A child travels without an adult.", "Viaja una niña o un niño sin una persona adulta."),
    "note_abused": ("On the way they suffered abuse.", "En el camino sufrieron abusos."),
    "note_victim_helped": ("A service for victims helped them.", "Un servicio para víctimas las ayudó."),
    "note_asset_seized": ("They lost house or land to debt.", "Perdieron casa o tierra por deudas."),
    "note_borrowed": ("They borrowed for the journey.", "Se endeudaron para el viaje."),
}
