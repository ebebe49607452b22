"""Words of loading published files: what was read, used and left out."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "loaded": (
        "{rows} rows in {path}, {first} to {last}: {indicators}.",
        "{rows} filas en {path}, de {first} a {last}: {indicators}.",
    ),
    "left_rows": (
        "Of the file: {read} rows read, {used} used, {left} left out.",
        "Del archivo: {read} filas leídas, {used} usadas, {left} omitidas.",
    ),
    "left_country": ("left out, of countries that are not compared", "omitidas, de países que no se comparan"),
    "left_region": ("left out, other borders than the southwest one", "omitidas, de otras fronteras que la suroeste"),
    "left_route": ("left out, of routes that are not compared", "omitidas, de rutas que no se comparan"),
    "left_application": (
        "left out, no first applications counted in persons (type, unit)",
        "omitidas, no son primeras solicitudes contadas en personas (tipo, unidad)",
    ),
    "left_aggregate": ("left out, regions and other sums of countries", "omitidas, regiones y otras sumas de países"),
    "left_total": ("left out, totals (the sum is made anew)", "omitidas, totales (la suma se hace de nuevo)"),
    "left_note": ("left out, notes around the table", "omitidas, notas alrededor de la tabla"),
    "left_empty": ("left out, zero or not available", "omitidas, cero o sin dato"),
    "left_only_total": ("used in the total of all nationalities only", "usadas solo en el total de nacionalidades"),
    "left_column": ("columns not read", "columnas no leídas"),
    "left_blank": ("(blank)", "(en blanco)"),
    "left_more": (" and {count} more", " y {count} más"),
}
