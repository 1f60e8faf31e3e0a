"""Money: sources, determinations, residents' ledger, allocations, receipts, payments."""
