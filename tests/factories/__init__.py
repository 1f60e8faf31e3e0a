"""Builders of saved rows for tests, one module per room."""
