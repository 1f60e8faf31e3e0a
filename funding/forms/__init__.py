"""Shapes of what is typed about money; whether it may be booked, the services decide."""
