"""Every setting of Mohit. This module alone reads the environment; `.env.example` lists what it reads."""

from __future__ import annotations

import base64
import hashlib
from email.utils import formataddr
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from mohit import embedded_postgres
from mohit.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()
env.read_env(BASE_DIR / ".env")

# --- What the environment says: name, type, default. Production values have no default. ---------------------------

# No reader's connection comes from these but through a machine of the newsroom's own (RFC 1918, RFC 4193).
PRIVATE_NETWORKS = ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", default="only-for-development" if DEBUG else None)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else None)
SITE_URL = env.text("SITE_URL", default="http://127.0.0.1:8000" if DEBUG else None).rstrip("/")
HTTPS = env.flag("HTTPS", default=not DEBUG)
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", default=PRIVATE_NETWORKS)
VAR_DIR = Path(env.text("MOHIT_VAR", default=str(BASE_DIR / "var"))).resolve()
DATABASE_URL = env.text("DATABASE_URL", default="")
EMBEDDED_DATABASE = env.flag("EMBEDDED_DATABASE", default=DEBUG)
DATABASE_POOL = env.number("DATABASE_POOL", default=8)
CACHE_URL = env.text("CACHE_URL", default="locmemcache://")
EMAIL_URL = env.text("EMAIL_URL", default="")
MAIL_FROM = env.address("MAIL_FROM", default=f"noreply@{urlsplit(SITE_URL).hostname}")
MAIL_FROM_NAME = env.text("MAIL_FROM_NAME", default="المحيط الإخباري")
MAIL_RETURN = env.address("MAIL_RETURN", default="")
MAIL_RETURN_FOLDER = env.text("MAIL_RETURN_FOLDER", default="")
MAIL_WEBHOOK_SECRET = env.text("MAIL_WEBHOOK_SECRET", default="")
NEWSLETTER_RATE = env.rate("NEWSLETTER_RATE")
FINGERPRINT_KEY = env.text("FINGERPRINT_KEY", default="")
TWO_FACTOR_ROLES = env.words("TWO_FACTOR_ROLES", default=[])
SERVE_MEDIA = env.flag("SERVE_MEDIA", default=DEBUG)
STATIC_MANIFEST = env.flag("STATIC_MANIFEST", default=not DEBUG)
TIME_ZONE = env.text("TIME_ZONE", default="Africa/Algiers")
MONTHS_STYLE = env.choice("MONTHS_STYLE", among=["maghreb", "morocco", "gulf", "levant", "double"], default="maghreb")
WEBSUB_HUB = env.text("WEBSUB_HUB", default="")
DIGITS = env.choice("DIGITS", among=["latin", "arabic-indic"], default="latin")
HIJRI_LINE = env.flag("HIJRI_LINE", default=False)
HIJRI_CORRECTION = int(env.choice("HIJRI_CORRECTION", among=["-1", "0", "1"], default="0"))

# --- The application ----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "mohit",
    "newsroom",  # before the admin: it gives the admin its templates
    "pictures",
    "articles",
    "comments",
    "newsletter",
    "ads",
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "crispy_forms",
    "django_prose_editor",
    "js_asset",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mohit.responses.CompressionMiddleware",
    "mohit.responses.ValidatorMiddleware",
    "mohit.responses.PolicyMiddleware",
    "mohit.responses.ContentPolicyMiddleware",
    "mohit.cookies.NewsroomSessionMiddleware",
    "articles.moved.SlashMiddleware",
    "articles.moved.MovedMiddleware",
    "mohit.cookies.NewsroomCsrfMiddleware",
    "mohit.cookies.NewsroomAuthenticationMiddleware",
    "mohit.cookies.NewsroomMessageMiddleware",
    "newsroom.signin.middleware.MemberMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "mohit.urls"
WSGI_APPLICATION = "mohit.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["mohit.templatetags.arabic"],
        },
    }
]

# --- The database -------------------------------------------------------------------------------------------------


def database() -> dict[str, object]:
    """PostgreSQL from DATABASE_URL, else the embedded one, which production must ask for by name."""
    if DATABASE_URL:
        settings = env.db_url_config(DATABASE_URL)
    elif EMBEDDED_DATABASE:
        settings = embedded_postgres.connection_settings(VAR_DIR)
    else:
        raise ImproperlyConfigured("Set DATABASE_URL, or EMBEDDED_DATABASE=yes for the database in var/.")
    # For the prepared statements of mohit/prepared.py, the only ones there are: Django's default switches them off, 5
    # is psycopg's own. Each is planned once, for no value in particular, and an index costs what it does on an SSD, or
    # PostgreSQL would look for a section's stories among those of all sections.
    options = {
        "prepare_threshold": 5,
        "options": "-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1",
        **settings.get("OPTIONS", {}),
    }
    if DATABASE_POOL:
        options["pool"] = {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 3}
    return {
        **settings,
        "ENGINE": "mohit.postgresql",
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database()}
CACHES = {"default": env.cache_url_config(CACHE_URL)}

# --- Who may enter ------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "newsroom.User"
AUTHENTICATION_BACKENDS = ["newsroom.signin.backend.MemberBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
SESSION_ENGINE = "newsroom.signin.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsroom.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []

# --- Transport and content security -------------------------------------------------------------------------------

if HTTPS:
    # Mohit speaks HTTP to a proxy that ends TLS and sets this header itself (deploy/nginx.conf).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin-allow-popups"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W003"]  # the CSRF middleware is there, in a subclass (mohit/cookies.py)

# The one inline script: it sets the reader's chosen colours before the first paint, so a flash cannot show.
THEME_SCRIPT = (BASE_DIR / "templates" / "_theme.js").read_text().strip()
THEME_SCRIPT_HASH = base64.b64encode(hashlib.sha256(THEME_SCRIPT.encode()).digest()).decode()

EMBED_FRAMES = [  # asked only after a reader's click (articles/body/embeds.py)
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://platform.twitter.com",
    "https://www.facebook.com",
    "https://www.instagram.com",
    "https://www.tiktok.com",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE, f"'sha256-{THEME_SCRIPT_HASH}'"],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF, *EMBED_FRAMES],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- Arabic -------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية")]  # one language: no Accept-Language header turns the site around
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["mohit.formats"]
LOCALE_PATHS = [BASE_DIR / "mohit" / "locale"]

# --- Files --------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"  # renditions only: what readers may fetch
ORIGINALS_ROOT = VAR_DIR / "originals"  # pictures as uploaded: never served
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "originals": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ORIGINALS_ROOT, "base_url": None},
    },
    "imports": {  # lists of addresses until they are read: never served
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "imports",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # bytes of a form without its files: a very long article is 1 MB
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# --- Mail, forms, logs --------------------------------------------------------------------------------------------

# Without a mail server each mail is a file.
globals().update(env.mail(EMAIL_URL) if EMAIL_URL else {"EMAIL_BACKEND": "mohit.mail.files.EmailBackend"})
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_USE_LOCALTIME = True  # the hour of a mail with our zone beside it
EMAIL_TIMEOUT = 20  # seconds for each answer of the mail server; Django's default waits for ever
DEFAULT_FROM_EMAIL = formataddr((MAIL_FROM_NAME, MAIL_FROM))
SERVER_EMAIL = MAIL_FROM
if EMAIL_BACKEND.startswith("anymail."):  # noqa: F821  (one of those that EMAIL_URL has set)
    INSTALLED_APPS += ["anymail"]
    if MAIL_WEBHOOK_SECRET:
        ANYMAIL["WEBHOOK_SECRET"] = MAIL_WEBHOOK_SECRET  # noqa: F821

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "mohit"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "mohit.log_lines.LineFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {name: {"level": "WARNING"} for name in ("django.server", "procrastinate", "fido2")},
}
