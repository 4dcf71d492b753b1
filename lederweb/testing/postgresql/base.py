from django.db.backends.postgresql import base

from lederweb.testing.postgresql.creation import DatabaseCreation


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
