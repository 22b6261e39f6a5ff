"""`make run`: the whole of Mohit on one machine under one parent process.

The parent starts PostgreSQL (unless DATABASE_URL names a server), prepares the site, then keeps the web
server and the worker alive until it is told to stop. Production runs the same parts under its own supervisor.
"""
