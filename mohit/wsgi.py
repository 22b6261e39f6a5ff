"""The WSGI entry (PEP 3333) for granian, gunicorn and the like."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mohit.settings")

application = get_wsgi_application()
