"""Moving in: ten thousand contacts from a .vcf file, read, laid out for a yes, and taken in."""

# ruff: noqa: E402
from bench import stage

stage.enter()

import io

from bench import people
from hedgerow.kernel import jobs, rows
from hedgerow.kernel.ids import random_id
from hedgerow.kernel.writing import write
from hedgerow.people.models import AddressEntry
from hedgerow.people.moving import acts, reads

CONTACTS = 10_000


def run() -> None:
    """Tell the figures."""
    actor = people.faces()[0]
    data = "".join(map(_card, range(CONTACTS))).encode()
    baseline = (
        f"an INSERT of {CONTACTS} rows of an address book, at once",
        stage.cpu(lambda: _insert(actor)),
    )
    stage.figure(
        "import of 10,000 contacts, all in", stage.cpu(lambda: _bring(actor, data)), "ms", 30_000, baseline
    )
    assert reads.book(actor).total == CONTACTS


def _card(number: int) -> str:
    return (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person {number}\r\nN:{number};Person;;;\r\n"
        f"EMAIL:p{number}@mail.example\r\n"
        f"ORG:Company {number % 90}\r\nCATEGORIES:Circle {number % 7},Everybody\r\nEND:VCARD\r\n"
    )


def _bring(actor: int, data: bytes) -> None:
    """From the upload to the address book; of the book before it, nothing is left."""
    AddressEntry.objects.filter(face=actor).delete()
    number = acts.begin(actor, io.BytesIO(data), len(data), "contacts.vcf")
    _until(actor, number, "ready")
    acts.run(actor, number)
    _until(actor, number, "done")


def _until(actor: int, number: int, state: str) -> None:
    jobs.run_due()
    assert reads.brought(actor, number).state == state


_COLUMNS = (
    "public_id", "face", "line", "kept", "chosen", "name", "sort_key", "note", "circles", "label", "origin",
)  # fmt: skip


def _insert(actor: int) -> None:
    AddressEntry.objects.filter(face=actor).delete()
    with write():
        found = (
            (random_id(), actor, n, True, True, f"Person {n}", f"person {n}", "", [], "", str(n))
            for n in range(CONTACTS)
        )
        rows.insert(AddressEntry, _COLUMNS, found)


if __name__ == "__main__":
    run()
