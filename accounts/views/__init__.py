"""Pages of signing in and of the three administrators."""
