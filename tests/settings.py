"""Mohit's settings with the environment of a test run: nothing of the caller's but its database."""

import os
import tempfile

os.environ.update(
    DEBUG="no",
    SECRET_KEY="tests",
    SECRET_KEY_FALLBACKS="",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    SITE_URL="http://testserver",
    HTTPS="no",
    TRUSTED_PROXIES="",
    DATABASE_POOL="0",
    EMBEDDED_DATABASE="yes",
    SERVE_MEDIA="yes",
    STATIC_MANIFEST="no",
    TIME_ZONE="Africa/Algiers",
    MONTHS_STYLE="maghreb",
    DIGITS="latin",
    HIJRI_LINE="no",
    HIJRI_CORRECTION="0",
    CACHE_URL="locmemcache://",
    EMAIL_URL="",
    MAIL_FROM="",
    MAIL_FROM_NAME="",
    MAIL_RETURN="",
    MAIL_RETURN_FOLDER="",
    MAIL_WEBHOOK_SECRET="",
    NEWSLETTER_RATE="",
    FINGERPRINT_KEY="",
    TWO_FACTOR_ROLES="",
    WEBSUB_HUB="",
)

from mohit.settings import *  # noqa: F403

TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "public_forms" / "pages")  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Nothing a test uploads reaches the folders of a running site.
_scratch = tempfile.TemporaryDirectory(prefix="mohit-tests-")
MEDIA_ROOT = f"{_scratch.name}/media"
ORIGINALS_ROOT = f"{_scratch.name}/originals"
STORAGES["originals"]["OPTIONS"]["location"] = ORIGINALS_ROOT  # noqa: F405
STORAGES["imports"]["OPTIONS"]["location"] = f"{_scratch.name}/imports"  # noqa: F405
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
