"""Tables that leave the house as Excel workbooks."""
