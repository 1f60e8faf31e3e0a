"""REST of the consent room: the same services, one module per theme."""
