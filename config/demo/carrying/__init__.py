"""Carrying one project through its steps, by the services that the pages use."""

from config.demo.carrying.bodies import Bodies
from config.demo.carrying.consent import Ballot, Consent
from config.demo.carrying.money import Money
from config.demo.carrying.notices import Notices
from config.demo.carrying.registers import Registers

__all__ = ["Ballot", "Carry"]


class Carry(Consent, Notices, Money, Bodies, Registers):
    """One project on its way; every method is one act of one person on one day."""
