"""Names of the catalogue of policy levers: what a world's timeline may name before the lever has a file.

A lever exists when its file does (`all_levers`); a name here without a file is known, and its timeline rows
are listed as not used. New levers need not be added here.
"""

from __future__ import annotations

CATALOGUE: tuple[str, ...] = (
    "humanitarian_aid",
    "idp_solutions",
    "asylum_capacity",
    "migrant_resource_centres",
    "child_protection",
    "victim_services",
    "safe_access_cam",
    "visas_h2a",
    "visas_h2b",
    "visas_third_country",
    "worker_protections",
    "regularisation",
    "services_access",
    "national_registry",
    "host_community_support",
    "free_internal_mobility",
    "active_labour_market",
    "root_jobs",
    "root_finance",
    "root_decent_work",
    "root_food",
    "root_agriculture",
    "root_education",
    "root_health",
    "root_governance",
    "root_violence",
    "root_gbv",
    "local_partners",
    "reception",
    "reintegration_economic",
    "reintegration_social",
    "reintegration_psychosocial",
    "stigma_campaigns",
    "assisted_voluntary_return",
    "deportation",
    "border_enforcement",
    "consequence_regime",
    "anti_smuggling",
    "messaging",
    "burden_sharing",
)
