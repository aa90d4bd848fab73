"""How fast Byline is, beside others in the same run."""
