"""REST of plans, projects and steps; the same services as the pages."""
