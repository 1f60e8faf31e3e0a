"""PostgreSQL from the lock file as a Django database engine: the server starts when first asked."""
