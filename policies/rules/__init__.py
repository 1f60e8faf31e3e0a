"""Pure evaluators and the values they work on: no ORM, clock, settings or I/O."""
