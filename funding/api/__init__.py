"""REST of money, through the same services as the pages."""
