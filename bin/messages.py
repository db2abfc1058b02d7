"""Gathers every text shown, keeps the catalogues of each language in step, and compiles them.

Run it as `bin/messages` after changing a text; `bin/messages --check` writes nothing and fails where a
language owes a text or a catalogue is not in step. It needs no gettext tools: templates go through Django's
own reading of them, Python through its syntax tree, and polib writes `.po` and `.mo`; both are committed, so
that running the site needs neither. What it prints is what a translator still owes.

The catalogues hold three kinds of texts: ours; the sign-in library's, so that its pages use our words too
(`en` says them anew where ours differ, and holds nothing else); a few of Django's that speak to the reader.
The pseudo language is made from the English by rule, so that a text nobody marked stands out.
"""

import ast
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "hedgerow"
LOCALE = PACKAGE / "locale"
PSEUDO = "ar_XB"
COMPLETE = ("ar", "de", "es", "fr")
"""Languages in which nothing may be missing."""

TWO_FORMS = "nplurals=2; plural=(n != 1);"
PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"
    ),
}
"""How each language counts, where it is not one and many (Unicode CLDR, the forms gettext names)."""

Key = tuple[str, str, str]
"""Context (or nothing), text, plural (or nothing)."""

CALLS = {
    "_": (0,), "gettext": (0,), "gettext_lazy": (0,), "gettext_noop": (0,),
    "ngettext": (0, 1), "ngettext_lazy": (0, 1),
    "pgettext": (-1, 0), "pgettext_lazy": (-1, 0), "npgettext": (-1, 0, 1),
}  # fmt: skip
"""What a call's arguments are: -1 stands for a context before them."""

LIBRARY_PARTS = (
    "account", "mfa", "usersessions", "templates/account", "templates/mfa", "templates/usersessions",
    "socialaccount/adapter.py", "templates/socialaccount",
)  # fmt: skip
"""The parts of the sign-in library that this site uses."""

NEVER_SHOWN = (
    "templates/socialaccount/signup",
    "templates/socialaccount/snippets",
    "connections.html",
    "authentication_error",
    "login_cancelled",
    "phone",
    "openid",
    "/migrations/",
    "/admin",
    "/tests/",
    "by_passkey",
    "/management/",
    "/apps",
)
"""Parts of the library that this site has switched off, by a piece of their file's name."""

OF_DJANGO = ("django/contrib/auth/password_validation.py", "django/forms/fields.py", "django/forms/forms.py")
"""Django's own texts that speak to somebody who fills a form."""


def texts_of_python(source: str) -> Iterator[Key]:
    """Every text in a call of a gettext function whose arguments are plain strings."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        places = CALLS.get(name)
        if places:
            given = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
            key = _key(given, places)
            if key:
                yield key


def _key(given: list[object], places: tuple[int, ...]) -> Key | None:
    context = ""
    if places[0] == -1:
        context, given, places = str(given[0]), given[1:], places[1:]
    texts = [given[place] if place < len(given) else None for place in places]
    if not all(isinstance(text, str) and text for text in texts):
        return None
    return context, str(texts[0]), str(texts[1]) if len(texts) > 1 else ""


_TEXT = r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
_CALL = re.compile(rf" (?:n?p?gettext|_)\((?:u?{_TEXT}(?:, ?count|, ?|,count)?)+\) ")


def texts_of_template(source: str) -> Iterator[Key]:
    """Every text of a Django template, as Django's own makemessages sees it."""
    from django.utils.translation.template import templatize

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calls = _CALL.findall(templatize(source))
    for call in calls:
        yield from texts_of_python(call.strip())


def texts_of(path: Path) -> Iterator[Key]:
    """The texts of one file."""
    source = path.read_text(encoding="utf-8")
    yield from texts_of_python(source) if path.suffix == ".py" else texts_of_template(source)


def our_files() -> Iterator[Path]:
    """Every file of the package that may hold a text shown."""
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
            yield path


def library_files() -> Iterator[Path]:
    """The files of the sign-in library, and of Django, whose texts reach a reader here."""
    import allauth
    import django

    home = Path(allauth.__file__).parent
    for part in LIBRARY_PARTS:
        place = home / part
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            shown = path.relative_to(home).as_posix()
            if path.suffix in (".py", ".html", ".txt") and not any(bit in f"/{shown}" for bit in NEVER_SHOWN):
                yield path
    above = Path(django.__file__).parent.parent
    yield from (above / name for name in OF_DJANGO)


def _place(path: Path) -> str:
    """How a file is named in a catalogue: below the package, or as an installed module."""
    if path.is_relative_to(PACKAGE):
        return path.relative_to(PACKAGE).as_posix()
    parts = path.parts
    return "/".join(parts[parts.index("site-packages") + 1 :])


def gather(files: Iterable[Path]) -> dict[Key, list[str]]:
    """Every text and the files it stands in. A text that also has a plural shares its line."""
    found: dict[Key, list[str]] = {}
    for path in files:
        for key in dict.fromkeys(texts_of(path)):
            found.setdefault(key, []).append(_place(path))
    for context, text, plural in [key for key in found if key[2]]:
        if alone := found.pop((context, text, ""), None):
            found[context, text, plural] += alone
    return found


def everything() -> tuple[dict[Key, list[str]], dict[Key, list[str]]]:
    """(our texts, the library's that are not ours as well)."""
    ours = gather(our_files())
    singles = {key[:2] for key in ours}
    library = {key: places for key, places in gather(library_files()).items() if key[:2] not in singles}
    return ours, library


def catalogue(language: str) -> Path:
    """Where a language's texts are."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _opened(language: str) -> polib.POFile:
    path = catalogue(language)
    old = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)
    old.metadata = {
        "Project-Id-Version": "Hedgerow",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS.get(language, TWO_FORMS),
    }
    return old


def forms(language: str) -> int:
    """How many forms a counted text has."""
    return int(PLURALS.get(language, TWO_FORMS).partition("=")[2].partition(";")[0])


def _entry(key: Key, places: list[str], old: polib.POEntry | None, count: int) -> polib.POEntry:
    context, text, plural = key
    entry = polib.POEntry(msgid=text, occurrences=[(place, "") for place in sorted(set(places))])
    if context:
        entry.msgctxt = context
    if plural:
        entry.msgid_plural = plural
        kept = old.msgstr_plural if old else {}
        entry.msgstr_plural = {form: kept.get(form, "") for form in range(count)}
    elif old and not old.msgid_plural:
        entry.msgstr = old.msgstr
    if "%(" in text + plural or "%s" in text + plural or "%d" in text + plural:
        entry.flags.append("python-format")
    return entry


def renewed(language: str, texts: dict[Key, list[str]], *, only_said: bool = False) -> polib.POFile:
    """A catalogue in step with the texts, with all that was said before."""
    po = _opened(language)
    before = {(entry.msgctxt or "", entry.msgid): entry for entry in po}
    del po[:]
    for key in sorted(texts, key=lambda key: (min(texts[key]), key)):
        entry = _entry(key, texts[key], before.get(key[:2]), forms(language))
        if language == PSEUDO:
            _say_pseudo(entry)
        if entry.translated() or not only_said:
            po.append(entry)
    return po


def save(language: str, po: polib.POFile) -> None:
    """Writes a catalogue and compiles it."""
    path = catalogue(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    po.save(str(path), newline="\n")
    po.save_as_mofile(str(path.with_suffix(".mo")))


def in_step(language: str, po: polib.POFile) -> bool:
    """Does the file hold exactly this?"""
    path = catalogue(language)
    return path.exists() and str(polib.pofile(str(path), wrapwidth=110)) == str(po)


# --- The pseudo language ----------------------------------------------------------------------------

_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DRESSED = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž"
_ACCENTS = str.maketrans(_PLAIN, _DRESSED)
_KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&#?\w+;")
_RIGHT_TO_LEFT = "\u200f"


def pseudo(text: str) -> str:
    """A text with every letter dressed, in brackets and marks that run from right to left.

    What programs read (placeholders, tags, entities) stays, and so does the space at both ends.
    """
    body = text.strip()
    start = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :]
    bare = [_KEPT.split(body), [*_KEPT.findall(body), ""]]
    dressed = "".join(words.translate(_ACCENTS) + kept for words, kept in zip(*bare, strict=True))
    return f"{start}{_RIGHT_TO_LEFT}⟦{dressed}⟧{_RIGHT_TO_LEFT}{end}"


def _say_pseudo(entry: polib.POEntry) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = {0: pseudo(entry.msgid), 1: pseudo(entry.msgid_plural)}
    else:
        entry.msgstr = pseudo(entry.msgid)


def main(arguments: list[str]) -> int:
    """Every catalogue; the exit code says whether something is owed, or with `--check` not in step."""
    check = arguments == ["--check"]
    ours, library = everything()
    both = {**library, **ours}
    spoken = {path.parent.parent.name for path in LOCALE.glob("*/*/*.po")} | {*COMPLETE}
    wrong = 0
    for language in [*sorted(spoken - {"en", PSEUDO}), PSEUDO, "en"]:
        # English is the source: it only says anew what the library words differently from this site.
        only_said = language == "en"
        po = renewed(language, library if only_said else both, only_said=only_said)
        missing = [entry.msgid for entry in po.untranslated_entries()]
        stale = check and not in_step(language, po)
        wrong += len(missing) + stale
        if missing or not check:
            print(f"{language}: {len(po)} texts, {len(missing)} missing")
        for text in missing:
            print(f"  {text!r}")
        if stale:
            print(f"{language}: not in step with the texts; run bin/messages")
        if not check:
            save(language, po)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
