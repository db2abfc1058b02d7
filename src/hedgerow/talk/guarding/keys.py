"""Keys, tokens and passwords: those whose form gives them away, and those that a word beside them names."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

_PLUGINS = """
artifactory.ArtifactoryDetector aws.AWSKeyDetector azure_storage_key.AzureStorageKeyDetector
basic_auth.BasicAuthDetector discord.DiscordBotTokenDetector github_token.GitHubTokenDetector
gitlab_token.GitLabTokenDetector jwt.JwtTokenDetector mailchimp.MailchimpDetector npm.NpmDetector
openai.OpenAIDetector private_key.PrivateKeyDetector pypi_token.PypiTokenDetector
sendgrid.SendGridDetector slack.SlackDetector square_oauth.SquareOAuthDetector stripe.StripeDetector
telegram_token.TelegramBotTokenDetector twilio.TwilioKeyDetector
"""
"""Those of detect-secrets' detectors that know a form; what only seems random is no reason."""
_NEWER = re.compile(
    r"\b(?:sk-(?:proj-|ant-|svcacct-)?[\w-]{20,}|AIza[\w-]{35}|github_pat_\w{22,}|hf_[A-Za-z]{30,}"
    r"|AGE-SECRET-KEY-1[0-9A-Z]{50,}|otpauth://\S+secret=\S+|ya29\.[\w-]{20,}|[rs]k_(?:live"
    r"|test)_\w{20,}|dop_v1_[0-9a-f]{64})"
)
"""Forms that detect-secrets does not know yet."""
_LONGEST = re.compile(r"\S{2001,}")
"""No key is as long; the detectors' forms take the square of a run's length."""
_NAMED = re.compile(
    r"\b(?:pass ?(?:word|wort|phrase|code)|pwd|kennwort|(?:wi-?fi|wlan|netzwerk|network)[ -]?(?:key|code"
    r"|schl(?:ü|ue)ssel|password|passwort)"
    r"|zugangscode|t(?:ü|ue)r-?code|door code|alarm code|alarmcode|gate code|api[ -]?key|secret|token"
    r"|pin|puk|tan|recovery code"
    r"|mot de passe|mdp|phrase de passe|(?:code|clé) (?:secret|wi-?fi|d['’]accès|d['’]entrée"
    r"|de la porte|porte"
    r"|de l['’]immeuble|de l['’]alarme|du portail)"
    r"|contraseña|clave|frase de paso|código (?:secreto|de acceso|de la puerta|del portal|de la alarma)"
    r"|كلم(?:ة|ه) (?:السر|المرور)|الرقم السري|رمز (?:الدخول|الباب|المرور|الإنذار)|باسوورد)s?\b"
    r"(?P<between>[^\n.!?؟]{0,30}?(?:\b(?:is|ist|lautet|heißt|now|jetzt|est|es|هي|هو|الآن)\b|:|=)\s*"
    r"(?:still |now |immer noch |jetzt |toujours |maintenant |ahora |todavía |الآن )?)"
    r"[\"'“„«`]?\s?(?P<value>[^\s\"'”“«»`,،]{4,})",
    re.I,
)


@cache
def _plugins() -> list[Any]:
    named = (plugin.split(".") for plugin in _PLUGINS.split())
    return [getattr(import_module(f"detect_secrets.plugins.{module}"), kind)() for module, kind in named]


def find_keys(text: str) -> Iterator[str]:
    """Each key, token or password, as written."""
    seen: set[str] = set()
    text = _LONGEST.sub(" ", text)
    for found in (*_by_form(text), *_by_name(text)):
        if found not in seen and not any(found in other for other in seen):
            seen.add(found)
            yield found


def _by_form(text: str) -> Iterator[str]:
    yield from (match.group() for match in _NEWER.finditer(text))
    for plugin in _plugins():
        yield from plugin.analyze_string(text)


def _by_name(text: str) -> Iterator[str]:
    for match in _NAMED.finditer(text):
        value = match["value"].rstrip(".!?;)")
        if _looks_secret(value):
            yield value


def _looks_secret(value: str) -> bool:
    """No word that follows by chance: a digit or sign among letters, or digits alone as long as a PIN."""
    if value.rstrip("#*").isdecimal():
        return 4 <= len(value) <= 10
    odd = any(char.isdecimal() or char in "#!$%&*_+=@^~" for char in value[:-1] + value[-1].strip("!"))
    return (
        len(value) >= 6 and odd and any(map(str.isalnum, value)) and not value.startswith(("http", "#", "@"))
    )
