"""Evaluators by theme; `policies.rules.evaluating` lists them, one entry per shape."""
