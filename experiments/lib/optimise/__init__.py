"""The best portfolio of programmes under a budget: packages, their evaluation through a store, the frontier."""
