"""By which rules: policies as data, their versions, conflicts, worked examples and calendars."""
