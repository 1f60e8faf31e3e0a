"""Reading policies: YAML to checked shapes to frozen values; no database."""
