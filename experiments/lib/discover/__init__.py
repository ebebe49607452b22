"""Under which assumptions a plan stops beating another: boxes (PRIM, CART), regret, satisficing, in words."""
