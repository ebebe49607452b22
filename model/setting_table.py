"""The table of behavioural parameters and of switches for disputed evidence (data, no logic)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """A behavioural number: default, allowed range, unit, meaning, evidence rows and grade (H M L J)."""

    name: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    grade: str
    calibrate: bool = False


@dataclass(frozen=True)
class Switch:
    """A disagreement in the literature: the first variant is the default."""

    name: str
    variants: tuple[str, ...]
    meaning: str
    source: str


P = Parameter

ASPIRATION = (
    P("alpha_0", -1.0, -4, 1, "logit", "intercept of the wish to leave, at the income gap gap_ref", "A1, asp_base_nca", "M"),
    P("gap_ref", 0.61, 0, 2, "log", "income gap of the mean household of northern Central America at the start", "solved at compile time", "J"),
    P("beta_y", 0.70, 0.2, 1.2, "per log", "wish on the log income gap to destinations", "B10, C8", "J", True),
    P("beta_v", 0.25, 0, 0.5, "per log", "wish on the log homicide rate, countries other than Guatemala", "C2, P19", "L"),
    P("beta_v_gtm", 0.05, 0, 0.5, "per log", "wish on the log homicide rate, Guatemala", "C2, P19", "L"),
    P("beta_vic", 0.70, 0.4, 1.0, "logit", "wish on being a victim, countries other than Guatemala", "victim_logit_hnd_slv", "M", True),
    P("beta_vic_gtm", 0.10, -0.1, 0.4, "logit", "wish on being a victim, Guatemala", "victim_logit_gtm", "M"),
    P("beta_tie", 0.8, 0.3, 1.2, "logit", "wish on having close family abroad", "net_hh_hr", "M"),
    P("sigma_z", 1.0, 0.5, 1.5, "logit", "spread of the unobserved propensity", "judgement", "J"),
    P("phi", 0.75, 0.5, 0.9, "elasticity", "flow on wish", "flow_aspir_elast", "L"),
    P("wish_reference", 0.38, 0.2, 0.7, "share", "wish share at which the hazard is anchored", "A1, P01a", "M"),
)

ATTEMPT = (
    P("h0", 0.0030, 0.0018, 0.0044, "per household-month", "attempt hazard at the reference wish", "exit_base_month", "M"),
    P("kappa_gtm", 1.0, 0.33, 3, "ratio", "multiplies the solved intercept towards the hub of Guatemala", "solved at compile time", "J", True),
    P("kappa_hnd", 1.0, 0.33, 3, "ratio", "multiplies the solved intercept towards the hub of Honduras", "solved at compile time", "J", True),
    P("kappa_slv", 1.0, 0.33, 3, "ratio", "multiplies the solved intercept towards the hub of El Salvador", "solved at compile time", "J", True),
    P("kappa_mex", 1.0, 0.33, 3, "ratio", "multiplies the solved intercept towards the hub of Mexico", "solved at compile time", "J"),
    P("kappa_ven", 1.0, 0.33, 20, "ratio", "multiplies the solved intercept towards the hub of Venezuela", "solved at compile time", "J"),
    P("kappa_cub", 1.0, 0.33, 20, "ratio", "multiplies the solved intercept towards the hub of Cuba", "solved at compile time", "J"),
    P("kappa_hti", 1.0, 0.33, 20, "ratio", "multiplies the solved intercept towards the hub of Haiti", "solved at compile time", "J"),
    P("kappa_nic", 1.0, 0.33, 20, "ratio", "multiplies the solved intercept towards the hub of Nicaragua", "solved at compile time", "J"),
    P("kappa_col", 1.0, 0.33, 20, "ratio", "multiplies the solved intercept towards the hub of Colombia", "solved at compile time", "J"),
    P("kappa_ecu", 1.0, 0.33, 20, "ratio", "multiplies the solved intercept towards the hub of Ecuador", "solved at compile time", "J"),
    P("kappa_other", 1.0, 0.33, 3, "ratio", "multiplies the solved intercept towards the hub of every other country", "solved at compile time", "J"),
    P("beta_F", 1.1, 0.5, 1.4, "log hazard ratio", "attempt if food insecure", "food_plan_logit", "M"),
    P("foodline", 42, 30, 60, "US$ per person-month", "cash income below which a household is food insecure", "B12, judgement", "J"),
    P("beta_dr", 0.3365, 0.0953, 0.6931, "log hazard ratio", "direct effect of drought on farm households", "drought_hr, C3", "H", True),
    P("beta_crisis", 1.2, 0, 2.5, "log hazard ratio", "attempt in a political or economic crisis of the highest severity", "judgement", "J"),
    P("beta_dis", 1.0, 0, 2, "log hazard ratio", "attempt where a disaster of the highest class has just struck", "C9, judgement", "J"),
    P("hl_crisis", 6, 2, 18, "months", "half-life of a crisis after its end", "C9, judgement", "J"),
    P("chi_v", 0.2, 0, 0.5, "per log", "drought effect grows with violence", "drought_x_homicide", "L"),
    P("eta", 0.65, 0.4, 0.8, "elasticity", "flow on diaspora", "net_elast", "M", True),
    P("omega_r", 3, 1, 6, "ratio", "weight of arrivals of the last 24 months in the network", "judgement", "J"),
    P("s_0", 0.01, 0.002, 0.05, "persons per head", "network floor", "judgement", "J"),
    P("epsilon_d", 0.7, 0.4, 1, "elasticity", "flow on labour demand at destination", "dest_gdp_elast", "M"),
    P("epsilon_w", 0.7, 0.4, 1, "elasticity", "flow on income at destination", "dest_gdp_elast", "M"),
    P("theta_C", 0.10, 0.03, 0.25, "per 1000 US$", "attempt on generalised trip cost", "dist_elast", "M"),
    P("w_SA", 1.15, 0.6, 2.3, "ratio", "weight of single adults", "D9", "J"),
    P("w_FU", 0.52, 0.26, 1.04, "ratio", "weight of family units", "D9", "J", True),
    P("w_UC", 0.9, 0.37, 1.5, "ratio", "weight of unaccompanied children", "D9", "J", True),
    P("gamma_B", 1.05, 0.5, 2.5, "elasticity", "attempt on perceived success", "D8", "J", True),
    P("gamma_R", 0.3, 0, 1, "per unit", "attempt on perceived risk", "msg_behaviour_hr", "L"),
    P("guided_gtm", 0.88, 0.5, 1, "share", "weight of the guided channel, Guatemala", "migration cost survey", "M"),
    P("guided_hnd", 0.58, 0.3, 1, "share", "weight of the guided channel, Honduras", "migration cost survey", "M"),
    P("guided_slv", 0.85, 0.5, 1, "share", "weight of the guided channel, El Salvador", "migration cost survey", "M"),
    P("guided_other", 0.3, 0.1, 0.9, "share", "weight of the guided channel, other countries", "judgement", "J"),
)

MONEY = (
    P("kappa_f", 10, 6, 16, "months of income", "credit line with formal credit", "B6, borrow_share", "J"),
    P("kappa_i", 5, 2, 8, "months of income", "credit line of informal lenders", "B6, borrow_share", "J"),
    P("kappa_h", 4500, 2000, 8000, "US$ 2021", "help from close family at the destination", "B6, A8", "J"),
    P("r_f", 0.02, 0.012, 0.03, "per month", "interest of formal loans", "debt_rate_formal", "L"),
    P("r_i", 0.07, 0.04, 0.10, "per month", "interest of informal loans", "debt_rate_informal", "L"),
    P("saving_rate", 0.06, 0.02, 0.12, "share", "share of income saved at home", "judgement", "J"),
    P("saving_rate_remittance", 0.10, 0.03, 0.2, "share", "share of remittances saved", "judgement", "J"),
    P("saving_rate_abroad", 0.15, 0.05, 0.3, "share", "share of income saved abroad", "judgement", "J"),
    P("fee_guided_gtm", 8033, 5000, 14000, "US$ 2021", "mean price of a guided trip to the USA, Guatemala", "fee_nca_us, B1", "H"),
    P("fee_guided_hnd", 6839, 4000, 14000, "US$ 2021", "mean price of a guided trip to the USA, Honduras", "fee_nca_us, B1", "H"),
    P("fee_guided_slv", 7254, 4500, 14000, "US$ 2021", "mean price of a guided trip to the USA, El Salvador", "fee_nca_us, B1", "H"),
    P("price_cv", 0.4, 0.2, 0.6, "ratio", "coefficient of variation of the price a household meets", "B1", "M"),
    P("epsilon_E", 0.19, 0.14, 0.24, "elasticity", "fee on enforcement", "fee_enf_elast", "H"),
    P("epsilon_n", 0.10, 0, 0.3, "elasticity", "fee on guided departures", "judgement", "J"),
    P("tries_per_fee", 3, 1, 3, "count", "attempts covered by a fee", "attempts_per_fee", "M"),
    P("R0", 515, 400, 600, "US$ per month", "remittance of a party just arrived in the USA", "remit0 x 1.145", "M", True),
    P("k_R", 0.017, 0, 0.04, "per year", "decay of remittances with residence", "remit_decay", "M"),
    P("remitting_share", 0.65, 0.5, 1, "share", "parties abroad that remit", "B7, judgement", "J"),
    P("sigma_m", 1.0, 0.5, 2, "ratio", "weight of remittances in the income of tied households", "judgement", "J"),
    P("receiving_share", 0.45, 0.3, 0.8, "share", "households with close family abroad that get money from them", "B9, judgement", "M"),
    P("wage_usa", 2200, 1600, 2800, "US$ per earner-month", "low-skill wage in the USA", "B11", "M"),
)

DISPLACEMENT = (
    P("h_vd", 5.0e-4, 2e-4, 1e-3, "per household-month", "displacement by violence at 40 homicides per 100 000", "H1", "M", True),
    P("h_x", 0.0057, 0.0034, 0.0085, "per month", "exit from long displacement", "idp_exit_year", "M"),
    P("h_fr", 0.30, 0.05, 0.60, "per month", "cross-border exit just after displacement, before the gate", "H4", "J"),
    P("q_home", 0.15, 0.05, 0.4, "share", "exits by return home", "H6", "L"),
    P("q_loc", 0.45, 0.2, 0.7, "share", "exits by local integration", "H6", "L"),
    P("q_mov", 0.18, 0.05, 0.4, "share", "exits by settling elsewhere", "H6", "L"),
    P("q_x", 0.22, 0.10, 0.40, "share", "exits across the border", "idp_exit_cross", "L"),
    P("hl_dis", 8, 3, 9, "months", "half-life of income loss after a disaster", "C9", "L"),
    P("zeta_dr", 0.25, 0.1, 0.4, "share", "farm income lost under full drought", "judgement", "J"),
    P("h_join", 0.002, 0.0007, 0.006, "per month", "members at home join the party abroad", "judgement", "J"),
    P("h_int", 0.0008, 0.00027, 0.0024, "per month", "internal move", "judgement", "J"),
    P("h_app_family", 0.001, 0.0003, 0.006, "per month", "application to a family or refugee channel", "judgement", "J"),
    P("h_app_work", 0.006, 0.002, 0.06, "per month", "application to a seasonal work channel", "judgement", "J"),
)

TRAVEL = (
    P("mu", 3.0, 1, 6, "per 1000 US$", "route choice scale", "P10c", "J"),
    P("nu", 25, 15, 40, "US$ per person-day", "cost of a day on the way", "t_nca_us_smug", "M"),
    P("slow_guided", 1.5, 1, 3, "ratio", "days over moving time, guided", "t_nca_us_smug, D16", "L"),
    P("slow_own", 6, 3, 10, "ratio", "days over moving time, alone", "t_nca_us_self, D16", "L"),
    P("l_I", 3.0, 0.5, 6, "1000 US$", "perceived loss when intercepted", "B3", "J"),
    P("l_H", 2.0, 0.5, 6, "1000 US$", "perceived loss when harmed", "B3", "J"),
    P("iota", 0.9, 0.2, 1, "probability", "capture on Mexico's controls together, uncongested", "D7", "J"),
    P("capacity_mexico", 17500, 8000, 35000, "persons per month", "capacity of Mexico's controls", "D7", "J", True),
    P("kappa_g_guided", 0.8, 0.4, 1, "ratio", "exposure of guided parties", "judgement", "J"),
    P("kappa_g_own", 1.2, 1, 2, "ratio", "exposure of parties alone", "judgement", "J"),
    P("p_abuse", 0.58, 0.50, 0.70, "probability", "at least one abuse in a transit of Mexico", "p_abuse_mex", "M"),
    P("kidnap_share", 0.09, 0.03, 0.18, "share", "abuses that are kidnappings", "p_kidnap", "L"),
    P("ransom", 3500, 1000, 8000, "US$ 2021", "ransom", "D12", "J"),
    P("death_darien", 1.3e-3, 5.7e-4, 2.5e-3, "per person-crossing", "death in the Darien: documented ones over the share that is documented", "death_darien", "M"),
    P("death_swb", 3.1e-4, 1e-4, 1e-3, "per crossing", "death at a remote border sector", "death_swb", "M"),
    P("h_stop", 0.03, 0.005, 0.1, "per month and node", "settling on the way", "A9, D17", "J"),
)

BORDER = (
    P("sigma_SA", 0.15, 0.05, 0.25, "probability", "single adult seeks the agents", "D1b", "J"),
    P("sigma_FU", 0.90, 0.80, 1.0, "probability", "family unit seeks the agents", "D1b", "J"),
    P("sigma_UC", 0.95, 0.85, 1.0, "probability", "unaccompanied child seeks the agents", "D1b", "J"),
    P("p_app", 0.49, 0.45, 0.80, "probability per attempt", "an evading party is met", "p_app_evader", "M", True),
    P("C_s", 8, 1, 50, "base loads", "crowding of a sector", "judgement", "J"),
    P("r_on", 0.9, 0.3, 1.2, "per month", "sent back at the border tries again", "retry_share_border", "M", True),
    P("r_back", 0.35, 0.2, 1, "per month", "stranded goes home", "retry_h_0_3", "M"),
    P("r_set", 0.08, 0.02, 0.2, "per month", "stranded settles where it is", "judgement", "J"),
    P("r_cl", 0.05, 0.02, 0.1, "per month", "stranded files a claim where it is", "judgement", "J"),
    P("chi_e", 4.5, 1, 5, "rate ratio", "expelled within hours, without a sanction: re-attempt rate", "D4b, judgement", "J", True),
    P("chi_f", 0.4, 0.1, 1, "rate ratio", "sent back with children: re-attempt rate", "D4b, judgement", "J", True),
    P("chi_s", 0.65, 0.45, 0.75, "rate ratio", "sanction on the re-attempt rate", "sanction_hr", "H"),
)

ABROAD = (
    P("g_I", 0.012, 0.006, 0.02, "per month", "growth of integration", "E10", "L"),
    P("beta_I", 0.8, 0.2, 2, "logs", "onward move on missing integration", "E10", "L"),
    P("chi_reg", 0.7, 0.4, 1.2, "hazard ratio", "onward move if lawful", "onward_hr_regular", "J"),
    P("h_on", 0.0015, 0.0002, 0.002, "per month", "onward move, Venezuelans in the region", "onward_ven", "M", True),
    P("kappa_on_hti", 7, 3, 60, "ratio", "onward move of Haitians", "Darien 2021", "J", True),
    P("kappa_on_cub", 2, 0.7, 15, "ratio", "onward move of Cubans", "judgement", "J"),
    P("kappa_on_hub", 4000, 1, 10000, "ratio", "draw of the hub on people abroad over its draw on people at home", "Darien 2021", "J", True),
    P("kappa_on_other", 0.7, 0.2, 2, "ratio", "onward move of other nationals", "judgement", "J"),
    P("reg_income", 1.25, 1.10, 1.35, "ratio", "income after regularisation", "reg_income", "M"),
    P("grant_default", 0.22, 0.12, 0.60, "probability", "recognition where no figure exists", "asylum_grant_nca", "H"),
    P("kappa_c", 20, 10, 40, "newcomers per 1000", "crowding that halves integration", "judgement", "J"),
    P("h_removal", 0.006, 0.003, 0.022, "per year", "interior removal, base", "int_removal_year", "H"),
    P("rho_x", 0.05, 0, 0.1, "per year", "removal falls with residence", "judgement", "J"),
    P("h_own", 0.008, 0.004, 0.014, "per month", "own return", "spont_return_us", "M"),
    P("rho_o", 0.08, 0.04, 0.15, "per year", "own return falls with residence", "E4", "J"),
    P("q_perm", 0.15, 0.05, 0.6, "share", "own returns insensitive to re-entry cost", "D6", "J"),
    P("S_v", 8000, 6000, 30000, "US$ 2021", "scale of the caging effect", "D6", "J"),
    P("a_AVR", 0.5, 0.2, 0.8, "share", "accept an offer of assisted return", "judgement", "J"),
    P("overstay_mex", 0.025, 0.015, 0.05, "probability", "seasonal worker overstays, Mexico", "overstay_mex", "M"),
    P("overstay_nca", 0.08, 0.03, 0.15, "probability", "seasonal worker overstays, other countries", "overstay_nca", "L"),
    P("rehire", 0.7, 0.4, 0.9, "probability", "seasonal worker hired again", "F7, judgement", "J"),
)

RETURN = (
    P("psi_ref", 0.3, 0.1, 0.6, "share", "referred to services at reception", "reint_uptake", "M"),
    P("g_rss", 0.02, 0.01, 0.04, "per month", "growth of reintegration scores", "judgement", "L"),
    P("rss_init", 0.55, 0.42, 0.58, "score", "mean score at return", "rss_init_mean", "L"),
    P("rss_forced", -0.05, -0.1, 0, "score", "forced return", "forced_rss", "L"),
    P("delta_1", 0.07, 0.02, 0.12, "score", "first service", "rss_first_service", "L"),
    P("rho_2", 0.3, 0, 0.5, "ratio", "each further service over the one before", "rss_second_ratio", "L"),
    P("referral_mult", 0.7, 0.4, 1.0, "ratio", "service by referral", "referral_mult", "M"),
    P("b_x", 0.15, 0, 2, "logs", "experience of an earlier trip", "judgement", "J", True),
    P("b_yr", 0.07, 0.03, 0.12, "logs per year", "years abroad, at most ten", "yrsus_logit", "L"),
    P("b_ch", 0.7, 0.5, 1.4, "logs", "child or spouse rooted abroad", "uschild_logit", "M"),
    P("b_D", 0.0, -0.2, 1, "logs", "debt", "G13", "J"),
    P("b_r", 1.5, 0, 4, "logs per score", "low reintegration score", "G10", "J"),
    P("b_s", 0.25, 0.2, 0.4, "logs", "sanction", "sanction_hr", "H"),
)

FEEDBACK = (
    P("H_B", 4, 2, 18, "months", "half-life of perceived success", "belief_halflife", "L"),
    P("eta_E", 0.08, 0, 0.7, "elasticity", "attempts on parties of the own country and kind that got in, last twelve months", "C6, judgement", "J", True),
    P("s_E", 0.1, 0.02, 0.5, "parties a year per 1000 residents", "parties that get in and are not news", "judgement", "J"),
    P("H_R", 6, 3, 12, "months", "half-life of perceived risk", "belief_halflife", "L"),
    P("m_0", 50, 10, 200, "trips", "trips that halve the weight of news", "judgement", "J"),
    P("absorb", 1, 0.5, 2, "ratio", "how a host place absorbs newcomers", "judgement", "J"),
    P("stigma_base", 0.25, 0.1, 0.5, "index", "stigma without recent returns", "judgement", "J"),
    P("kappa_s", 0.06, 0.03, 0.2, "ratio", "guided prices per unit of prosecution of smugglers", "D5, judgement", "J"),
    P("u_stock", 1.25, 1, 1.6, "ratio", "people abroad over the recorded stock, northern Central America", "judgement", "J"),
)

PARAMETERS: tuple[Parameter, ...] = (
    ASPIRATION + ATTEMPT + MONEY + DISPLACEMENT + TRAVEL + BORDER + ABROAD + RETURN + FEEDBACK
)

SWITCHES: tuple[Switch, ...] = (
    Switch("hump", ("gate", "within"), "income opens gates only, or also lowers the wish to leave", "C4, C4b"),
    Switch("visas", ("emergent", "displacing"), "who is about to leave asks for a visa first; or visas also take further candidates away", "F1, F3, F4"),
    Switch("t42_repeats", ("regime", "unchanged"), "expulsion keeps the re-attempt rate, or acts like a sanction", "D4b, D4c"),
    Switch("climate_network", ("none", "suppress", "amplify"), "drought effect on ties: 0, -.2, +.2", "C3c"),
    Switch("regularisation_onward", ("deter", "neutral", "enable"), "onward hazard if lawful x.6, x1, x1.15", "E10"),
    Switch("desire_survey", ("nca2021", "panel", "high"), "wish share .38, .43, .70", "A1, A1b"),
    Switch("belief", ("learn", "sticky", "rational"), "perceived success learns, learns slowly, or equals the current success", "D8"),
    Switch("violence_programme", ("moderate", "none", "trial"), "violence where a programme reaches everybody x.65, x1, x.49", "I"),
    Switch("cash", ("relax", "substitute"), "cash aid opens money gates, or lowers attempts of those reached by a tenth", "C5"),
    Switch("education", ("raise", "lower"), "schooling and training shift the wish to leave by +.05 or -.05", "G11"),
    Switch("scarcity", ("off", "on"), "family release rises with family arrivals", "T8"),
)
