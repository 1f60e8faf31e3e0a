"""The roof: settings, addresses, start-up. Knows every app; no app knows it."""
