"""Django's settings, read from the environment and from the data folder; every value has a safe default."""

import secrets
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from environs import Env

env = Env()
PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent

DATA_DIR = Path(env.str("HEDGEROW_DATA", str(ROOT / "data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
DOMAIN = env.str("HEDGEROW_DOMAIN", "localhost")
DEMO = env.bool("HEDGEROW_DEMO", False)
DEBUG = env.bool("HEDGEROW_DEBUG", False)


def _secret_key() -> str:
    """The site's own key, made once and kept in the data folder, readable by its owner alone."""
    path = DATA_DIR / "secret.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env.str("HEDGEROW_SECRET_KEY", "") or _secret_key()
ALLOWED_HOSTS = [DOMAIN.split(":")[0], "localhost", "127.0.0.1", "[::1]", "testserver"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton",
    "hedgerow.kernel",
    "hedgerow.boundary",
    "hedgerow.people",
    "hedgerow.talk",
    "hedgerow.delivery",
    "hedgerow.doors.web",
    "hedgerow.doors.cli",
]
AUTH_USER_MODEL = "people.Member"
ROOT_URLCONF = "hedgerow.config.urls"
MIDDLEWARE: list[str] = []
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "hedgerow.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"},
    }
}
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
STATIC_URL = "/static/"
