"""What: plans, projects, contents, the procedure with its steps, milestones and facts, works."""
