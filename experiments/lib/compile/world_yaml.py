"""world.yaml: name, titles, window, season, attribution."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

TEXT = """\
name: americas
title_en: "Americas: migration and return, 2014-2030"
title_es: "Américas: migración y retorno, 2014-2030"
description_en: >-
  Departments of El Salvador, Guatemala and Honduras, every other country of the Americas and Spain, and the
  transit routes between them. January 2014 to September 2022 is history; later months are a declared
  scenario.
description_es: >-
  Departamentos de El Salvador, Guatemala y Honduras, los demás países de América y España, y las rutas de
  tránsito entre ellos. De enero de 2014 a septiembre de 2022 es historia; los meses posteriores son un
  escenario declarado.
start: "2014-01"
end: "2030-12"
history_end: "2022-09"
step_days: 30.4375
default_scale: 100
# Arrivals at the border by month, January first, mean 1 (southwest border 2000-2019).
season: [0.84, 0.95, 1.15, 1.25, 1.27, 1.02, 0.95, 0.90, 0.93, 0.95, 0.92, 0.87]
hub_destination: USA
attribution: >-
  Made with Natural Earth; GeoNames (CC BY 4.0); World Bank, UNHCR, FAO, ILO, UNODC through Our World in Data
  (CC BY 4.0); UN DESA (CC BY 3.0 IGO); MPI; WFP-MPI-MIT survey; statistics offices of El Salvador, Guatemala
  and Honduras; US government data (public domain). Terms per table in SOURCES.md.
"""


def build(raw: Path, out: Path, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Write world.yaml; the frame holds its one name."""
    (out / "world.yaml").write_text(TEXT, encoding="utf-8")
    return pd.DataFrame({"name": ["americas"]})
