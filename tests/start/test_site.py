"""A site's life in its folder: prepared, upgraded, kept, put back, killed."""

import io
import os
import signal
import socket
import sqlite3
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from hedgerow.doors.cli import folder as folders
from hedgerow.doors.cli import restoring
from tests.start.sites import PASSWORD, Running, run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one operator; tests copy it."""
    folder = tmp_path_factory.mktemp("prepared")
    assert run(folder, "prepare").returncode == 0
    made = run(
        folder, "account", "create", "Ada@Example.org", "--operator", "--password-stdin", typed=PASSWORD
    )
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Path:
    """A folder with a copy of the prepared site."""
    folder = tmp_path / "site"
    folder.mkdir()
    for path in prepared.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    return folder


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "hedgerow.sqlite3")) as database:
        return database.execute(sql).fetchall()


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "hedgerow.sqlite3")) as database, database:
        for statement in statements:
            database.execute(statement)


def test_the_operator_can_sign_in_by_a_confirmed_address(site: Path) -> None:
    assert rows(site, "select email, role from people_member") == [("ada@example.org", "operator")]
    assert rows(site, 'select email, verified, "primary" from account_emailaddress') == [
        ("ada@example.org", 1, 1)
    ]


def test_a_second_login_for_an_address_and_a_weak_password_are_refused(site: Path) -> None:
    again = run(site, "account", "create", "ada@example.org", "--password-stdin", typed=PASSWORD)
    assert again.returncode != 0
    assert "already" in again.stderr
    weak = run(site, "account", "create", "bob@example.org", "--password-stdin", typed="12345")
    assert weak.returncode != 0
    assert rows(site, "select count(*) from people_member") == [(1,)]


def test_an_upgrade_keeps_a_copy_and_the_newest_five(site: Path) -> None:
    backups = site / "backups"
    backups.mkdir()
    for number in range(6):
        (backups / f"before-upgrade-2020010{number}T000000.sqlite3").touch()
    change(site, "drop table mfa_authenticator", "delete from django_migrations where app = 'mfa'")
    (site / "schema").unlink()
    done = run(site, "prepare")
    assert done.returncode == 0, done.stderr
    assert "mfa: 0001_initial" in done.stdout
    kept = sorted(backups.glob("*.sqlite3"))
    assert len(kept) == 5
    with closing(sqlite3.connect(kept[-1])) as copy:
        assert copy.execute("select count(*) from django_migrations where app = 'mfa'").fetchone() == (0,)
    assert rows(site, "select count(*) from mfa_authenticator") == [(0,)]


def test_an_upgrade_gives_nobody_the_number_of_somebody_who_is_gone(site: Path) -> None:
    """A step that changes columns makes the table anew, and SQLite would count on from what stands in it."""
    change(
        site,
        "update sqlite_sequence set seq = 41 where name = 'people_member'",
        "alter table people_member drop column to_approve",
        "alter table people_member drop column welcome_due",
        "delete from django_migrations where app = 'people' and name >= '0026'",
    )
    (site / "schema").unlink()
    done = run(site, "prepare")
    assert done.returncode == 0, done.stderr
    assert "people: 0026" in done.stdout
    assert rows(site, "select seq from sqlite_sequence where name = 'people_member'") == [(41,)]


def test_a_failing_upgrade_leaves_the_database_as_it_was(site: Path) -> None:
    # Two steps: the first one works, the second finds its table there already.
    change(
        site,
        "drop table mfa_authenticator",
        "delete from django_migrations where app = 'mfa'",
        "delete from django_migrations where app = 'usersessions'",
    )
    (site / "schema").unlink()
    done = run(site, "prepare")
    assert done.returncode != 0
    assert "as it was before" in done.stdout
    assert rows(site, "select count(*) from django_migrations where app in ('mfa', 'usersessions')") == [(0,)]
    assert not rows(site, "select name from sqlite_master where name = 'mfa_authenticator'")
    assert not (site / "schema").exists()


def test_a_backup_made_while_people_write_holds_every_row_with_its_file(site: Path, tmp_path: Path) -> None:
    change(site, "create table note (name text)")
    blobs = site / "blobs"
    blobs.mkdir()
    stop, first = threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(site / "hedgerow.sqlite3", timeout=30)) as database:
            for number in range(100_000):
                if stop.is_set():
                    return
                (blobs / f"{number % 7}").mkdir(exist_ok=True)
                (blobs / f"{number % 7}" / f"{number}").write_text(str(number))
                with database:
                    database.execute("insert into note values (?)", [f"{number % 7}/{number}"])
                first.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert first.wait(30)
    done = run(site, "backup", str(tmp_path / "kept.tar.gz"))
    stop.set()
    writer.join()
    assert done.returncode == 0, done.stderr
    written = len(rows(site, "select name from note"))

    assert (tmp_path / "kept.tar.gz").stat().st_mode & 0o077 == 0
    new = tmp_path / "new"
    put_back = run(new, "restore", str(tmp_path / "kept.tar.gz"))
    assert put_back.returncode == 0, put_back.stderr
    assert "Nothing was there before" in put_back.stdout
    names = [str(name) for (name,) in rows(new, "select name from note")]
    assert 0 < len(names) <= written
    for name in names:
        assert (new / "blobs" / name).read_text() == name.split("/")[1]
    assert (new / "secret.key").read_text() == (site / "secret.key").read_text()
    assert rows(new, "select email from people_member") == [("ada@example.org",)]
    assert not list((site / "tmp").iterdir())


def test_a_restore_keeps_what_was_there(site: Path, tmp_path: Path) -> None:
    (site / "blobs").mkdir()
    (site / "blobs" / "old").write_text("old")
    assert run(site, "backup", str(tmp_path / "kept.tar")).returncode == 0
    (site / "blobs" / "new").write_text("new")
    change(site, "delete from account_emailaddress", "delete from people_member")
    assert run(site, "restore", str(tmp_path / "kept.tar")).returncode == 0
    assert rows(site, "select count(*) from people_member") == [(1,)]
    assert [path.name for path in (site / "blobs").iterdir()] == ["old"]
    again = run(site, "backup", str(tmp_path / "kept.tar"))
    assert again.returncode == 1
    assert "--replace" in again.stderr
    (kept,) = (site / "backups").glob("before-restore-*")
    assert rows(kept, "select count(*) from people_member") == [(0,)]
    assert (kept / "blobs" / "new").exists()


def test_a_restored_demonstration_starts_as_one(site: Path, tmp_path: Path) -> None:
    """It is not built a second time, and the start page knows who is in it."""
    (site / folders.ANSWERS).write_text("HEDGEROW_DEMO=1\n")
    (site / "demo.built").touch()
    (site / "demo.json").write_text("[]")
    assert run(site, "backup", str(tmp_path / "demo.tar")).returncode == 0
    assert run(tmp_path / "new", "restore", str(tmp_path / "demo.tar")).returncode == 0
    assert (tmp_path / "new" / "demo.json").read_text() == "[]"
    prepared = run(tmp_path / "new", "prepare", HEDGEROW_DEMO="1")
    assert prepared.returncode == 0, prepared.stderr


def archive(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as file:
        for member, content in members:
            member.size = len(content)
            file.addfile(member, io.BytesIO(content))
    return path


def link(name: str, target: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = tarfile.SYMTYPE, target
    return member


@pytest.mark.parametrize(
    "member",
    [
        tarfile.TarInfo("../outside"),
        tarfile.TarInfo("/etc/outside"),
        tarfile.TarInfo("blobs/../../outside"),
        tarfile.TarInfo("anything.py"),
        link("blobs/link", "/etc/passwd"),
    ],
    ids=lambda member: member.name,
)
def test_a_hostile_archive_changes_nothing(site: Path, tmp_path: Path, member: tarfile.TarInfo) -> None:
    before = everything_in(tmp_path)
    done = run(site, "restore", str(archive(tmp_path / "bad.tar.gz", (member, b""))))
    assert done.returncode != 0
    assert "it holds" in done.stderr
    (tmp_path / "bad.tar.gz").unlink()
    assert everything_in(tmp_path) == before


def everything_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != folders.LOCK
    }


def test_a_backup_to_where_nothing_can_be_written_says_so(site: Path, tmp_path: Path) -> None:
    for target in (tmp_path / "missing" / "kept.tar.gz", Path("/proc/kept.tar.gz")):
        done = run(site, "backup", str(target))
        assert done.returncode != 0
        assert "Traceback" not in done.stderr
        assert str(target.parent) in done.stderr


def test_a_cut_off_archive_changes_nothing(site: Path, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.tar.gz", tmp_path / "cut.tar.gz"
    assert run(site, "backup", str(whole)).returncode == 0
    content = whole.read_bytes()
    cut.write_bytes(content[: len(content) * 2 // 3])
    before = (site / "hedgerow.sqlite3").read_bytes()
    done = run(site, "restore", str(cut))
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert (site / "hedgerow.sqlite3").read_bytes() == before


@pytest.mark.parametrize("cut_after", range(5))
def test_a_restore_that_is_cut_off_is_finished_by_the_next_start(
    tmp_path: Path, cut_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = tmp_path / restoring.STAGE
    stage.mkdir()
    for name in ("hedgerow.sqlite3", "secret.key"):
        (tmp_path / name).write_text("old")
        (stage / name).write_text("new")
    (tmp_path / "hedgerow.sqlite3-wal").write_text("old")
    (stage / restoring.READY).write_text("kept")

    renamed, rename = 0, Path.rename

    def cut(self: Path, target: Path) -> Path:
        nonlocal renamed
        if renamed == cut_after:
            raise KeyboardInterrupt
        renamed += 1
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", cut)
        with pytest.raises(KeyboardInterrupt):
            restoring.finish(tmp_path)
    assert restoring.finish(tmp_path)
    for name in ("hedgerow.sqlite3", "secret.key"):
        assert (tmp_path / name).read_text() == "new"
        assert (tmp_path / "backups" / "kept" / name).read_text() == "old"
    assert not (tmp_path / "hedgerow.sqlite3-wal").exists()
    assert not stage.exists()


def test_a_running_site_is_neither_restored_nor_started_twice(site: Path, tmp_path: Path) -> None:
    with Running(site) as running:
        assert run(site, "backup", str(tmp_path / "kept.tar.gz")).returncode == 0
        refused = run(site, "restore", str(tmp_path / "kept.tar.gz"))
        assert refused.returncode != 0
        assert "running" in refused.stderr
        twice = run(site, "serve", "--domain", "localhost", "--port", str(running.port + 1))
        assert twice.returncode == 2
        assert "already running" in twice.stderr


def test_the_worker_process_ends_with_a_killed_parent(site: Path) -> None:
    with Running(site) as running:
        running.process.kill()
        # Its output ends when the last process that holds it has ended.
        assert running.process.communicate(timeout=60)[0] is not None
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", running.port)) != 0
        os.close(folders.hold(site, alone=True))


def test_a_terminated_site_ends_in_order_with_its_open_streams(site: Path) -> None:
    made = run(site, "account", "create", "bea@example.org", "--token")
    headers = {"Authorization": f"Bearer {made.stdout.split()[-1]}"}
    with (
        Running(site) as running,
        httpx.stream("GET", f"{running.url}/api/v1/streaming/user", headers=headers, timeout=60) as stream,
    ):
        lines = stream.iter_lines()
        assert next(lines) == ":)"
        running.process.send_signal(signal.SIGTERM)
        # Comments keep a stream open while nothing happens; one may come before the end does.
        assert all(line.startswith(":") for line in lines if line)
        output = running.process.communicate(timeout=60)[0]
        assert running.process.returncode == 0
        assert "Killing" not in output


def test_ctrl_c_while_it_starts_is_heard(site: Path) -> None:
    running = Running(site, group=True)
    # The parent listens; its worker is still loading Django then.
    children = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children")
    pause = threading.Event()
    while running.process.poll() is None and not children.read_text().strip():
        pause.wait(0.005)
    pause.wait(0.3)
    os.killpg(running.process.pid, signal.SIGINT)
    output = running.process.communicate(timeout=60)[0]
    assert "Killing" not in output
