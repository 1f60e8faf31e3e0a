"""Where: areas, communities, buildings, entrances, exclusive units, owners; responsible units."""
