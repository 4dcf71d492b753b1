"""Django's PostgreSQL, but for how a test database comes into being: see `creation`."""
