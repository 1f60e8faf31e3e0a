"""Bodies of the register's REST addresses; exact numbers are strings."""
