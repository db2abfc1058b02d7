"""Apps, their tokens, and what a program may know of how to get one."""

import msgspec


class Application(msgspec.Struct, frozen=True):
    """An app as it sees itself."""

    id: str
    name: str
    website: str | None
    scopes: list[str]
    redirect_uris: list[str]
    redirect_uri: str
    """All of them, one a line, for older apps."""
    vapid_key: str


class CredentialApplication(msgspec.Struct, frozen=True):
    """A new app with its credentials; the secret is told this once."""

    id: str
    name: str
    website: str | None
    scopes: list[str]
    redirect_uris: list[str]
    redirect_uri: str
    client_id: str
    client_secret: str
    vapid_key: str
    client_secret_expires_at: int = 0
    """Never."""


class Token(msgspec.Struct, frozen=True):
    """What an app shows from now on."""

    access_token: str
    scope: str
    created_at: int
    """Seconds since the Unix epoch."""
    token_type: str = "Bearer"  # noqa: S105 (the name of a kind)


class UserInfo(msgspec.Struct, frozen=True, omit_defaults=True):
    """The face an app acts for (OpenID Connect Core 5.3)."""

    iss: str
    sub: str
    name: str
    preferred_username: str
    profile: str
    picture: str | None = None


class ServerMetadata(msgspec.Struct, frozen=True):
    """How to sign in here (RFC 8414)."""

    issuer: str
    service_documentation: str
    authorization_endpoint: str
    token_endpoint: str
    app_registration_endpoint: str
    revocation_endpoint: str
    userinfo_endpoint: str
    scopes_supported: list[str]
    response_types_supported: list[str]
    response_modes_supported: list[str]
    grant_types_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    code_challenge_methods_supported: list[str]
