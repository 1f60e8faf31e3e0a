"""The registers as tables to fill in; the exports are written so.

Columns that the register reckons itself stand in the export and are not taken back.
"""

from districts.register_sheets.buildings import BUILDING_REGISTER
from districts.register_sheets.communities import COMMUNITY_REGISTER
from districts.register_sheets.homes import HOME_REGISTER

__all__ = ["BUILDING_REGISTER", "COMMUNITY_REGISTER", "HOME_REGISTER"]
