"""Consent: rolls, rounds, papers, tallies, notices; joint reviews, acceptance, handover."""
