"""Pages of the registry office."""
