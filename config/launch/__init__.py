"""Everything between a fresh clone and a served page, in small steps that may be repeated."""
