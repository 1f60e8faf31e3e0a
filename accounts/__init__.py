"""Who: users, roles, assignments by place and date, permissions, the audit trail."""
