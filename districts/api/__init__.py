"""REST of the register, through the same services as the pages."""
