"""Django's settings, read from the environment and from the data folder; every value has a safe default.

`hedgerow.env` in the data folder holds what the operator answered once (domain, registration); the
environment wins over it. `deploy/README.md` lists every name an operator may set.
"""

import hashlib
import operator
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from hedgerow.config import logs, sign_on, urls_of

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent

env = Env()
DATA_DIR = Path(env.str("HEDGEROW_DATA", str(ROOT / "data" / "site"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
env.read_env(str(DATA_DIR / "hedgerow.env"), recurse=False)

# --- The site -------------------------------------------------------------------------------------

DEMO = env.bool("HEDGEROW_DEMO", False)
DEBUG = env.bool("HEDGEROW_DEBUG", False)
TESTING = env.bool("HEDGEROW_TESTING", False)
DOMAIN = env.str("HEDGEROW_DOMAIN", "localhost:8000")
HOST = DOMAIN.rsplit(":", 1)[0] if DOMAIN.rsplit(":", 1)[-1].isdigit() else DOMAIN
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
HTTPS = env.bool("HEDGEROW_HTTPS", HOST not in LOCAL_HOSTS)
SITE_URL = f"{'https' if HTTPS else 'http'}://{DOMAIN}"
SITE_NAME = env.str("HEDGEROW_NAME", "Hedgerow")

# Who may register until the operator says otherwise on the site's own page.
REGISTRATION_KINDS = ("open", "invitation", "approval", "closed")
REGISTRATION = env.str("HEDGEROW_REGISTRATION", "open" if DEMO else "invitation")
if REGISTRATION not in REGISTRATION_KINDS:
    raise ImproperlyConfigured(f"HEDGEROW_REGISTRATION must be one of {', '.join(REGISTRATION_KINDS)}.")
CONFIRM_EMAIL = env.bool("HEDGEROW_CONFIRM_EMAIL", not DEMO)
RATE_LIMITS = env.bool("HEDGEROW_RATE_LIMITS", True)
# The safe fetcher refuses this machine's own addresses unless a test or a developer allows them.
ALLOW_LOOPBACK = env.bool("HEDGEROW_ALLOW_LOOPBACK", False)


def _secret_key() -> str:
    """The site's own key, made once and kept in the data folder, readable by its owner alone."""
    path = DATA_DIR / "secret.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env.str("HEDGEROW_SECRET_KEY", "") or _secret_key()
# Tells this site from others where they share a Redis.
SITE_MARK = hashlib.sha256(b"hedgerow site 1" + SECRET_KEY.encode()).hexdigest()[:12]
ALLOWED_HOSTS = [HOST] if HTTPS else sorted({HOST, *LOCAL_HOSTS})

# --- Rooms and what they stand on -----------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "hedgerow.config",
    # Before allauth, so that its pages are ours.
    "hedgerow.doors.web",
    "hedgerow.doors.mastodon",
    "hedgerow.doors.cli",
    "hedgerow.delivery",
    "hedgerow.talk",
    # Named outright: its folder `apps` is about the programs that act for a face.
    "hedgerow.people.room.PeopleConfig",
    "hedgerow.boundary",
    "hedgerow.kernel",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_cotton",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "hedgerow.config.urls"
WSGI_APPLICATION = None


def _if_there(module: str, name: str) -> list[str]:
    """A dotted name in a list of one, or nothing while the door does not have it."""
    return [f"{module}.{name}"] if find_spec(module) else []


MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "hedgerow.config.headers.headers",
    # Apps bring a token: what follows is for pages, and not run for them.
    "hedgerow.doors.mastodon.serving.api",
    "hedgerow.config.headers.Policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    *_if_there("hedgerow.doors.web.middleware", "member"),
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    *_if_there("hedgerow.doors.web.middleware", "face"),
]

LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "doors" / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                *_if_there("hedgerow.doors.web.context", "page"),
            ],
            # Named outright: the cotton app would otherwise cache them in development too.
            "loaders": LOADERS if DEBUG else [("django.template.loaders.cached.Loader", LOADERS)],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]

# --- Data -----------------------------------------------------------------------------------------

# Django's threads in one web process; the front holds what waits beyond them.
THREADS = env.int("HEDGEROW_THREADS", 8)
DATABASE_URL = env.str("DATABASE_URL", "")
REDIS_URL = env.str("REDIS_URL", "")
LARGE = bool(DATABASE_URL and REDIS_URL)
# Small mode works in threads of the web process; large mode has processes for it.
WORKER_INSIDE = env.bool("HEDGEROW_WORKER_INSIDE", not LARGE)


def _sqlite() -> dict[str, Any]:
    """One file. IMMEDIATE takes the write lock at the start, so that no transaction fails half-way. It is not
    mapped into memory: each thread would map it anew, 40 MiB for a small site, to spare a twentieth of a
    cold read.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "hedgerow.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA temp_store=MEMORY;"
                "PRAGMA cache_size=-4000;PRAGMA journal_size_limit=67108864;"
            ),
        },
        # A real file: the tests open it from several threads and processes.
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }


DATABASES = {"default": urls_of.postgres(DATABASE_URL, pool=THREADS + 8) if DATABASE_URL else _sqlite()}
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": SITE_MARK,
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
    )
}
MEDIA_ROOT = DATA_DIR / "blobs"
TASKS = {"default": {"BACKEND": "hedgerow.kernel.jobs.tasks.DatabaseBackend"}}

# --- Signing in -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = [
    "hedgerow.doors.web.auth.backend.SharedAddress",
    # Never asked: sessions that it began go on.
    "allauth.account.auth_backends.AuthenticationBackend",
]
# An e-mail address that nobody confirmed is no name: the backends above try every login that said it.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
# Memory-hard and a quarter of the default's processor time; older hashes are still read.
PASSWORD_HASHERS = [
    *(["django.contrib.auth.hashers.MD5PasswordHasher"] if TESTING else []),
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# As long as the apps' API asks for (NIST SP 800-63B 3.1.1 of revision 3), and none of those that are tried
# first. A server without limits on guessing is for trying things out: there length alone counts.
_VALIDATORS = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    *({"NAME": f"{_VALIDATORS}{name}PasswordValidator"} for name in ("Common", "Numeric") if RATE_LIMITS),
    *([{"NAME": f"{_VALIDATORS}UserAttributeSimilarityValidator"}] if RATE_LIMITS else []),
]

ACCOUNT_ADAPTER = "hedgerow.doors.web.auth.adapter.Adapter"
ACCOUNT_FORMS = {"signup": "hedgerow.doors.web.auth.forms.SignupForm"}
ACCOUNT_USER_DISPLAY = operator.attrgetter("email")
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if CONFIRM_EMAIL else "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# Only in the browser that signed up: the link alone signs nobody in.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# Letters to one address: whoever begins anew gets one that works, and nobody's mailbox is filled.
ACCOUNT_RATE_LIMITS = {"confirm_email": "3/h/key"} if RATE_LIMITS else False
_SECOND_STEP = "hedgerow.doors.web.auth.second_step"
MFA_FORMS = {
    "activate_totp": f"{_SECOND_STEP}.ActivateTOTPForm",
    "authenticate": f"{_SECOND_STEP}.AuthenticateForm",
    "reauthenticate": f"{_SECOND_STEP}.ReauthenticateForm",
}
# A code that changes while it is typed is still taken (RFC 6238 5.2); each is good for once all the same.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# Browsers themselves allow passkeys without TLS on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
USERSESSIONS_TRACK_ACTIVITY = False

# Single sign-on, where the operator names a provider of OpenID Connect.
OIDC_URL = env.str("HEDGEROW_OIDC_URL", "").rstrip("/")
OIDC_NAME = env.str("HEDGEROW_OIDC_NAME", "Single sign-on")
SOCIALACCOUNT_PROVIDERS = sign_on.providers(
    OIDC_URL,
    env.str("HEDGEROW_OIDC_CLIENT", ""),
    env.str("HEDGEROW_OIDC_SECRET", ""),
    OIDC_NAME,
    env.str("HEDGEROW_OIDC_GROUPS", "groups"),
    env.bool("HEDGEROW_OIDC_TRUST_ADDRESSES", False),
)
SOCIALACCOUNT_ADAPTER = "hedgerow.doors.web.auth.sign_on.Adapter"
SOCIALACCOUNT_FORMS = {"signup": "hedgerow.doors.web.auth.sign_on.SignOnForm"}
# Each newcomer chooses a handle; a confirmed address signs in its member only where the operator trusts it.
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

# In the database and nowhere else: an ended session is dead in every process at once.
SESSION_ENGINE = "hedgerow.people.members.sessions"
SESSION_COOKIE_AGE = 60 * 24 * 3600
SESSION_COOKIE_NAME = "__Host-hedgerow" if HTTPS else "hedgerow"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-hedgerow-csrf" if HTTPS else "hedgerow-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = next(
    iter(_if_there("hedgerow.doors.web.errors", "csrf_failure")), "django.views.csrf.csrf_failure"
)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- What a page may do ---------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        # data: for the square code of a new authenticator, blob: for a picture before it is sent.
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'", *sign_on.origins(OIDC_URL, env.list("HEDGEROW_OIDC_ORIGINS", []))],
        "frame-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# The front sets this header itself, from trusted proxies only.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXIES = env.list("HEDGEROW_TRUSTED_PROXIES", ["127.0.0.1", "::1"])
# The front puts the client's own address into REMOTE_ADDR and drops what it was told otherwise.
ALLAUTH_TRUSTED_PROXY_COUNT = 0

# --- What a request may weigh ---------------------------------------------------------------------

MEBIBYTE = 1 << 20
MAX_BODY = env.int("HEDGEROW_MAX_BODY_MB", 64) * MEBIBYTE
MAX_FILM_BODY = max(MAX_BODY, 208 * MEBIBYTE)
WHERE_FILMS_COME = ("/compose", "/compose/pictures", "/api/v1/media", "/api/v2/media")
DATA_UPLOAD_MAX_MEMORY_SIZE = MEBIBYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_TEMP_DIR = DATA_DIR / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Language, time, files that never change ------------------------------------------------------

USE_TZ = True
# Where a language does not say how its digits are grouped (Arabic).
NUMBER_GROUPING = 3
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
# The pseudo language runs from right to left and shows that the layout does too.
PSEUDO = env.bool("HEDGEROW_PSEUDO", TESTING)
LANGUAGES = [
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    *([("ar-xb", "Pseudo")] if PSEUDO else []),
]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "hedgerow-language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "hedgerow.config.statics.StampedStorage"},
}

# --- Mail and log ---------------------------------------------------------------------------------

# Without a mail server, mails are files in the data folder: nothing is lost, nobody is told wrongly.
EMAIL_URL = env.str("HEDGEROW_EMAIL_URL", "") or f"file://{DATA_DIR / 'mail'}"
MAIL_LEAVES = bool(env.str("HEDGEROW_EMAIL_URL", ""))
"""Whoever waits for a mail is told where none leaves, and so are operators."""
globals().update(urls_of.mail(EMAIL_URL))
DEFAULT_FROM_EMAIL = env.str("HEDGEROW_EMAIL_FROM", f"no-reply@{HOST}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20

LOG_LEVEL = env.str("HEDGEROW_LOG", "INFO")
LOGGING_CONFIG = None
logs.configure(LOG_LEVEL)
