"""Shapes of what people type, one module per thing; what is allowed the services decide."""
