"""The launcher's own part (a shell script) on a pretended machine, and the command line behind it."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hedgerow.doors.cli import serving
from tests.start.sites import ROOT, environment, run

TOOLS = ("sh", "dirname", "readlink", "cat", "cksum", "grep", "awk", "tee", "tail", "mkdir", "env", "chmod")


class Machine:
    """A folder with the launcher, locks of one line, and a PATH that has only what is put there."""

    def __init__(self, folder: Path) -> None:
        self.root, self.bin = folder / "hedgerow", folder / "bin"
        self.root.mkdir()
        self.bin.mkdir()
        shutil.copy(ROOT / "hedgerow", self.root / "hedgerow")
        for name in ("requirements", "requirements-dev"):
            (self.root / f"{name}.txt").write_text("anyio==1.0\n")
        for tool in TOOLS:
            if found := shutil.which(tool):
                (self.bin / tool).symlink_to(found)

    def script(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(0o755)

    def pretend_python(self, version_ok: bool = True, ensurepip: bool = True) -> None:
        """A python3 that makes a .venv whose python notes what it was asked."""
        inner = f'#!/bin/sh\necho "venv $*" >>{self.root}/log\n'
        self.script(
            self.bin / "python3",
            f"""case "$*" in
              *version_info\\ *) exit {0 if version_ok else 1} ;;
              *ensurepip*) exit {0 if ensurepip else 1} ;;
              *print*) echo 3.11 ;;
              --version) echo "Python 3.11.0" ;;
              "-m venv "*) echo "made venv" >>{self.root}/log
                mkdir -p "$3/bin" && printf '%s' '{inner}' >"$3/bin/python" && chmod +x "$3/bin/python" ;;
            esac
            """,
        )

    def go(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(self.root / "hedgerow"), *arguments],
            env={"PATH": str(self.bin)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def log(self) -> list[str]:
        path = self.root / "log"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def installs(machine: Machine) -> int:
    return sum("pip install" in line for line in machine.log())


def test_without_python_it_says_what_to_install(machine: Machine) -> None:
    done = machine.go()
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
    assert "apt-get install python3" in done.stderr


def test_an_old_python_is_named(machine: Machine) -> None:
    machine.pretend_python(version_ok=False)
    done = machine.go()
    assert done.returncode == 1
    assert "found here: Python 3.11.0" in done.stderr


def test_without_the_venv_module_it_says_what_to_install(machine: Machine) -> None:
    machine.pretend_python(ensurepip=False)
    done = machine.go()
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr


def test_it_installs_once_and_again_when_the_lock_changed(machine: Machine) -> None:
    machine.pretend_python()
    assert machine.go("anything", "--flag", "a b").returncode == 0
    assert machine.log()[-1] == "venv -m hedgerow anything --flag a b"
    assert installs(machine) == 1
    machine.go()
    assert machine.log()[-1] == "venv -m hedgerow"
    assert installs(machine) == 1
    (machine.root / "requirements.txt").write_text("anyio==2.0\n")
    machine.go()
    assert installs(machine) == 2


def test_tests_install_more_and_get_their_arguments(machine: Machine) -> None:
    machine.pretend_python()
    assert machine.go("test", "tests/one", "-k", "two words").returncode == 0
    assert any("requirements-dev.txt" in line for line in machine.log())
    assert machine.log()[-1] == "venv -m pytest tests/one -k two words"


def test_a_failed_installation_shows_why_and_is_tried_again(machine: Machine) -> None:
    machine.pretend_python()
    machine.go()
    (machine.root / "requirements.txt").write_text("anyio==3.0\n")
    machine.script(
        machine.root / ".venv/bin/python",
        'case "$*" in *"pip install"*) echo "no such package"; exit 1 ;; esac\n',
    )
    done = machine.go()
    assert done.returncode == 1
    assert "no such package" in done.stderr
    assert machine.go().returncode == 1


def test_help_lists_the_commands(tmp_path: Path) -> None:
    done = run(tmp_path, "--help")
    assert done.returncode == 0
    for word in ("serve", "worker", "test", "backup", "restore", "why", "account create"):
        assert word in done.stdout


def test_serving_without_a_domain_and_a_terminal_says_how(tmp_path: Path) -> None:
    done = run(tmp_path, "serve")
    assert done.returncode == 2
    assert "--domain" in done.stderr


def test_several_processes_want_large_mode(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", "--domain", "localhost", "--workers", "2")
    assert done.returncode == 2
    assert "DATABASE_URL" in done.stderr
    assert run(tmp_path, "worker").returncode == 2


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run(tmp_path, "serve", "--domain", "localhost", "--port", port)
    assert done.returncode == 2
    assert port in done.stderr


def test_an_unknown_benchmark_is_refused(tmp_path: Path) -> None:
    assert run(tmp_path, "bench", "../../etc").returncode == 2


def test_an_unknown_command_is_refused_and_a_near_one_named(tmp_path: Path) -> None:
    done = run(tmp_path, "bakcup", "x.tar")
    assert done.returncode == 2
    assert "Did you mean backup?" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        "account create olga@example.org --operator", "why 1 olga", "reindex", "import olga contacts.vcf",
        "export olga away.zip", "load-ego-network .", "exposure --since 2026-01-01 --door push",
    ],
)  # fmt: skip
def test_a_folder_that_was_never_started_is_named_and_what_to_do(tmp_path: Path, words: str) -> None:
    done = run(tmp_path, *words.split())
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        f"There is no site in {tmp_path} yet: ./hedgerow serve makes one.",
        "A command works on the folder named by --data or HEDGEROW_DATA.",
    ]
    assert not (tmp_path / "hedgerow.sqlite3").exists()


def test_how_a_command_is_used_is_told_without_a_site(tmp_path: Path) -> None:
    done = run(tmp_path, "account", "--help")
    assert done.returncode == 0
    assert "--operator" in done.stdout


def test_a_reader_that_has_enough_gets_no_traceback(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "hedgerow", "--help"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


def test_who_ends_the_typing_is_told_how_to_say_it_without(tmp_path: Path) -> None:
    """Ctrl+D at a terminal, at each question."""
    near, far = os.openpty()
    os.write(near, b"\x04")
    done = subprocess.run(
        [sys.executable, "-m", "hedgerow", "serve"],
        env=environment(tmp_path),
        stdin=far,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(near)
    os.close(far)
    assert "Traceback" not in done.stderr
    assert "--domain" in done.stderr


def test_without_a_mail_server_it_says_where_mails_lie(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    for name in ("HEDGEROW_EMAIL_URL", "HEDGEROW_DEMO"):
        monkeypatch.delenv(name, raising=False)
    serving._say_what_is_missing(tmp_path)
    assert str(tmp_path / "mail") in capsys.readouterr().err
    monkeypatch.setenv("HEDGEROW_EMAIL_URL", "smtp://localhost")
    serving._say_what_is_missing(tmp_path)
    assert "mail" not in capsys.readouterr().err


def test_a_start_in_order_does_not_load_django(tmp_path: Path) -> None:
    code = "import sys; from hedgerow.doors.cli import main, serving; print('django' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
