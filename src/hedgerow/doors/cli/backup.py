"""One file that holds a whole site: database, media, key and answers. Made while the site runs.

Media files never change once written, so hard links taken before the database's snapshot, and again after
it, hold every file the snapshot speaks of, at the cost of a directory.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import IO

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from hedgerow.doors.cli import folder as folders
from hedgerow.doors.cli import restoring
from hedgerow.doors.cli.upgrade import copy_database

Tell = Callable[[str], object]
FORMAT = 1
MANIFEST = "manifest.json"
SQLITE, POSTGRES = "hedgerow.sqlite3", "database.pgdump"
KINDS = {"sqlite": SQLITE, "postgresql": POSTGRES}
SMALL = ("secret.key", folders.ANSWERS, *restoring.OF_DEMO)
SINGLE = {MANIFEST, SQLITE, POSTGRES, *SMALL}
TOLD_EVERY = 500


# --- Making one -----------------------------------------------------------------------------------


def write_backup(target: Path, tell: Tell) -> int:
    """Writes everything into `target` (.tar.gz or .tar); returns how many files it holds."""
    partial, mode = target.with_name(target.name + ".part"), _mode(target)
    _insist_on_folder(target.parent)
    with _staging() as stage:
        link_media(_media(), stage / "blobs")
        tell("Copying the database")
        _dump(stage)
        link_media(_media(), stage / "blobs")
        _copy_small(stage)
        try:
            count = _pack(stage, partial, mode, tell)
            partial.rename(target)
        except OSError as error:
            _drop(partial)
            raise CommandError(f"{target} cannot be written: {error.strerror or error}") from None
        except BaseException:
            _drop(partial)
            raise
    return count


def _insist_on_folder(folder: Path) -> None:
    """Before any work: most backups that fail were sent to where nothing can be written."""
    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}. Make it first, or name another.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CommandError(f"Nothing can be written to {folder} by who runs this command.")


def _drop(partial: Path) -> None:
    with suppress(OSError):
        partial.unlink(missing_ok=True)


def link_media(source: Path, target: Path) -> None:
    """Adds to `target` a link to each file that `source` has and it has not."""
    target.mkdir(exist_ok=True)
    for place, _folders, names in os.walk(source):
        there = target / Path(place).relative_to(source)
        there.mkdir(exist_ok=True)
        for name in names:
            _link(Path(place) / name, there / name)


def _link(source: Path, target: Path) -> None:
    if target.exists():
        return
    try:
        os.link(source, target)
    except FileNotFoundError:
        return  # deleted since it was listed
    except OSError:
        shutil.copyfile(source, target)


def _mode(target: Path) -> str:
    if target.name.endswith((".tar.gz", ".tgz")):
        return "w:gz"
    if target.name.endswith(".tar"):
        return "w:"
    raise CommandError(f"The name of a backup ends in .tar.gz (or .tar); {target.name} does not.")


def _media() -> Path:
    return Path(settings.MEDIA_ROOT)


@contextmanager
def _staging() -> Iterator[Path]:
    """A folder on the same disk as the media, so that links are possible; gone afterwards."""
    stage = Path(mkdtemp(prefix="backup-", dir=settings.FILE_UPLOAD_TEMP_DIR))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _dump(stage: Path) -> None:
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        if not database.exists():
            raise CommandError(f"There is no site in {settings.DATA_DIR} to keep.")
        copy_database(database, stage / SQLITE)
    else:
        _postgres("pg_dump", "--format=custom", "--no-owner", "--file", str(stage / POSTGRES))


def _postgres(tool: str, *arguments: str) -> None:
    """Runs one of PostgreSQL's tools on the site's database; the password goes through the environment."""
    known = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    environment = os.environ | {name: str(known[key]) for name, key in names.items() if known.get(key)}
    if shutil.which(tool) is None:
        raise CommandError(f"{tool} is missing here. Install it: sudo apt-get install postgresql-client")
    done = subprocess.run([tool, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"{tool} failed: {done.stderr.strip()[-500:]}")


def _copy_small(stage: Path) -> None:
    for name in SMALL:
        if (settings.DATA_DIR / name).exists():
            shutil.copyfile(settings.DATA_DIR / name, stage / name)
    about = {"format": FORMAT, "made": datetime.now(UTC).isoformat(), "database": connection.vendor}
    (stage / MANIFEST).write_text(json.dumps(about))


def _pack(stage: Path, partial: Path, mode: str, tell: Tell) -> int:
    files = [stage / MANIFEST, *sorted(p for p in stage.rglob("*") if p.is_file() and p.name != MANIFEST)]
    extra = {"compresslevel": 1} if mode == "w:gz" else {}
    # It holds the site's key: for its owner's eyes.
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
        with tarfile.open(fileobj=raw, mode=mode, dereference=True, **extra) as archive:  # type: ignore[call-overload]
            for number, path in enumerate(files, 1):
                archive.add(path, str(path.relative_to(stage)), filter=_anonymous)
                if number % TOLD_EVERY == 0:
                    tell(f"  {number} of {len(files)} files")
        raw.flush()
        os.fsync(raw.fileno())
    return len(files)


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


# --- Putting one back -----------------------------------------------------------------------------


def read_backup(source: Path, tell: Tell) -> Path | None:
    """Puts a backup in the place of what is there; returns where that is kept, None if nothing was there.

    Nothing is touched before the whole file is unpacked and checked.
    """
    try:
        lock = folders.hold(settings.DATA_DIR, alone=True)
    except folders.InUse:
        raise CommandError(
            "The site is running. End it first; it must not write while it is replaced."
        ) from None
    try:
        restoring.finish(settings.DATA_DIR)
        return _read_backup(source, tell)
    finally:
        os.close(lock)


def _read_backup(source: Path, tell: Tell) -> Path | None:
    stage = settings.DATA_DIR / restoring.STAGE
    stage.mkdir()
    try:
        _unpack(source, stage, tell)
        tell("Checking it")
        _check(stage)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    connection.close()
    kept = f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    if connection.vendor == "postgresql":
        _fill_postgres(stage)
    (stage / MANIFEST).unlink()
    (stage / restoring.READY).write_text(kept)
    restoring.finish(settings.DATA_DIR)
    _forget_shared()
    folder = settings.DATA_DIR / "backups" / kept
    # This very command makes a key in a folder that has none.
    there = {path.name for path in folder.iterdir()} - {"secret.key"} if folder.exists() else set()
    return folder if there or connection.vendor == "postgresql" else None


def _unpack(source: Path, stage: Path, tell: Tell) -> None:
    try:
        with tarfile.open(source, "r:*") as archive:
            for number, member in enumerate(archive, 1):
                _unpack_member(archive, member, stage)
                if number % TOLD_EVERY == 0:
                    tell(f"  {number} files")
    except (tarfile.TarError, EOFError, OSError) as error:
        reason = str(error).partition("\n")[0].rstrip(":")
        raise CommandError(f"{source} cannot be read as a backup: {reason}") from None
    (stage / "blobs").mkdir(exist_ok=True)


def _unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, stage: Path) -> None:
    """Only plain files under expected names: no links, no devices, nothing that climbs out."""
    if member.isdir():
        return
    path = PurePosixPath(member.name)
    expected = member.name in SINGLE or (path.parts[:1] == ("blobs",) and len(path.parts) > 1)
    if not member.isfile() or path.is_absolute() or ".." in path.parts or not expected:
        raise CommandError(f"This is no backup of Hedgerow: it holds {member.name!r}.")
    content = archive.extractfile(member)
    if content is None:
        raise CommandError(f"This backup is damaged at {member.name!r}.")
    target = stage / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with content, _new_file(target) as file:
        shutil.copyfileobj(content, file, 1 << 20)


def _new_file(target: Path) -> IO[bytes]:
    return open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _check(stage: Path) -> None:
    try:
        about = json.loads((stage / MANIFEST).read_text())
    except (OSError, ValueError):
        raise CommandError("This is no backup of Hedgerow: it has no manifest.") from None
    if about.get("format") != FORMAT:
        raise CommandError("This backup was made by another version of Hedgerow than can be read here.")
    if about.get("database") != connection.vendor:
        raise CommandError(
            f"This backup is of {about.get('database')}, but the site runs on {connection.vendor}."
        )
    database = stage / KINDS[connection.vendor]
    if not database.exists() or not (stage / "secret.key").exists():
        raise CommandError("This backup is not complete: the database or the key is missing.")
    if connection.vendor == "sqlite":
        _check_sqlite(database)


def _check_sqlite(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as opened:
            sound = opened.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            applied = set(opened.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.DatabaseError as error:
        raise CommandError(f"The database in this backup is damaged: {error}") from None
    if not sound:
        raise CommandError("The database in this backup is damaged.")
    if newer := applied - set(MigrationLoader(None).disk_migrations):
        steps = ", ".join(sorted(f"{app} {name}" for app, name in newer))
        raise CommandError(f"This backup was made by a newer Hedgerow (it knows {steps}). Upgrade first.")


def _fill_postgres(stage: Path) -> None:
    """All tables in one transaction: either the backup's or, after any error, those from before."""
    arguments = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
    name = str(connection.settings_dict["NAME"])
    _postgres("pg_restore", *arguments, "--dbname", name, str(stage / POSTGRES))
    (stage / POSTGRES).unlink()


def _forget_shared() -> None:
    """What other processes keep of the old world, where they share a cache."""
    from django.core.cache import cache

    cache.clear()
