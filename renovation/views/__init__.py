"""Pages of plans, projects and steps."""
