"""Which assumptions matter: Morris screening over all settings, Sobol indices of those that matter, their evidence."""
