"""Files as other programs really write them: nobody in them is lost because of a neighbour."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.people.moving import records, rules
from hedgerow.people.moving.parsing import Parsed, detect, parse

CORPUS = Path(__file__).parent / "corpus"


def read(name: str) -> Parsed:
    data = (CORPUS / name).read_bytes()
    return parse(data, detect(data, name))


@pytest.mark.parametrize(
    ("file", "kind", "names"),
    [
        ("phone21.vcf", rules.VCARD, ["Jörg Müller", "Ana Silva"]),
        ("latin1.vcf", rules.VCARD, ["José Núñez"]),
        ("utf16.vcf", rules.VCARD, ["Łucja Żak"]),
        ("cyrillic1251.vcf", rules.VCARD, ["Мария Иванова", "Пётр Сидоров", "Ольга Смирнова"]),
        ("folded4.vcf", rules.VCARD, ["Dr. Amélie Dupont-Lajoie"]),
        ("broken.vcf", rules.VCARD, ["First Whole", "tom.b"]),
        ("google_old.csv", rules.GOOGLE, ["Ana Silva", "tom"]),
        ("google_new.csv", rules.GOOGLE, ["Jörg Müller", "Bakery"]),
        ("linkedin.csv", rules.LINKEDIN, ["Maya Okafor", "Jörg Müller"]),
        ("semicolons.csv", rules.LINKEDIN, ["Renée Côté"]),
        ("following_accounts.csv", rules.FOLLOWING, ["bob", "carol"]),
        ("lists.csv", rules.LISTS, ["bob", "carol"]),
        ("blocked_accounts.csv", rules.BLOCKS, ["heidi", "spam"]),
        ("muted_accounts.csv", rules.MUTES, ["heidi"]),
    ],
)
def test_each_kind_is_known_and_everybody_in_it_has_a_name(file: str, kind: str, names: list[str]) -> None:
    assert detect((CORPUS / file).read_bytes(), file) == kind
    assert [person.name for person in read(file).people] == names


@pytest.mark.parametrize(
    "columns", ["Name,Group Membership,E-mail 1 - Value", "First Name,Last Name,Labels,E-mail 1 - Value"]
)
def test_a_google_table_is_known_with_some_of_its_columns_taken_out(columns: str) -> None:
    assert detect(f"{columns}\nAna,Silva,x,ana@example.org\n".encode(), "contacts.csv") == rules.GOOGLE


def test_labels_and_categories_become_circles() -> None:
    assert read("phone21.vcf").circles() == {"Family": 1, "Hiking": 1}
    assert read("folded4.vcf").circles() == {"Work, old": 1, "Lyon": 1}
    assert read("google_old.csv").circles() == {"Family": 1}
    assert read("google_new.csv").circles() == {"Work": 1, "Hiking": 1}
    assert read("lists.csv").circles() == {"Garden": 2, "Climbing": 1}


def test_what_they_do_is_a_note() -> None:
    assert read("folded4.vcf").people[0].note == "Professor; emerita, Université, Lyon, Botany"
    assert read("linkedin.csv").people[0].note == "Head of People, Nordics, Norvik"
    assert read("following_accounts.csv").people[1].note == "@carol@elsewhere.example"


def test_what_was_not_understood_is_told_with_its_line() -> None:
    assert [(one.line, one.reason) for one in read("broken.vcf").unread] == [
        (1, rules.BROKEN),
        (9, rules.BROKEN),
        (19, rules.EMPTY),
        (24, rules.BROKEN),
    ]
    assert [(one.line, one.reason) for one in read("lists.csv").unread] == [(4, rules.SHORT)]
    assert [one.reason for one in read("following_accounts.csv").unread] == [rules.NO_HANDLE]
    assert [one.line for one in read("linkedin.csv").unread] == [7]
    assert [one.line for one in read("google_old.csv").unread] == []


def test_what_stands_in_no_card_is_told_once() -> None:
    text = "to whom it may concern\nmy friends\n" + _card("FN:Ana") + "\nTHE END\n"
    found = parse(text.encode(), rules.VCARD)
    assert [person.name for person in found.people] == ["Ana"]
    assert [(one.line, one.words) for one in found.unread] == [
        (1, "to whom it may concern"),
        (8, "THE END"),
    ]


def test_a_quote_that_never_closes_costs_its_own_line_alone() -> None:
    text = (
        "Name,Address,Note,Circles\n"
        'Ana,,,"Work :::"\n'
        '"Bob,,,Family\n'
        'Carl,,"Sales, Berlin",Work ::: Hiking\n'
        'Dora,,"two\nlines",\n'
        'Eve "the" E,,,\n'
        'Fred,,"no end,\n'
    )
    found = parse(text.encode(), rules.OWN)
    assert [person.name for person in found.people] == ["Ana", "Carl", "Dora", 'Eve "the" E']
    assert found.people[2].note == "two lines"
    assert found.circles() == {"Work": 2, "Hiking": 1}
    assert [(one.line, one.reason) for one in found.unread] == [(3, rules.OPEN_QUOTE), (8, rules.OPEN_QUOTE)]
    assert found.unread[0].words == '"Bob,,,Family'


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), min_size=1, max_size=8))
def test_a_table_kept_by_the_rules_comes_out_as_it_went_in(values: list[str]) -> None:
    """Quotes, commas and line ends inside of values are theirs."""
    file = io.StringIO()
    rows = [["zqqheadqqz", *values], ["zqqbodyqqz", *reversed(values)]]
    csv.writer(file).writerows(rows)
    assert [row for _line, row in records.read(file.getvalue(), ",")] == rows


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("FN:\nN:Doe;Jane;;;", "Jane Doe"),
        ("FN: \nN:;;;;\nEMAIL:x.y@example.org", "x.y"),
        ("FN:-\nN:;;;;\nORG:;Sales", "Sales"),
    ],
)
def test_a_card_with_an_empty_name_is_called_by_what_else_it_says(lines: str, name: str) -> None:
    text = f"BEGIN:VCARD\nVERSION:3.0\n{lines}\nEND:VCARD\n"
    assert [person.name for person in parse(text.encode(), rules.VCARD).people] == [name]


def _card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


APPLE_GROUP = (
    "N:Family;;;;",
    "FN:Family",
    "X-ADDRESSBOOKSERVER-KIND:group",
    "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:AB-1",
)


@pytest.mark.parametrize(
    "group",
    [
        _card(*APPLE_GROUP),
        _card("KIND:group", "FN:Family", "MEMBER:urn:uuid:ab-1"),
        _card("KIND:group", "FN:Family", "MEMBER:mailto:ana@example.org"),
    ],
)
def test_a_card_of_a_group_is_a_circle_and_nobody(group: str) -> None:
    ana = _card("FN:Ana Silva", "UID:AB-1", "item1.EMAIL;type=INTERNET;type=pref:ana@example.org")
    found = parse((ana + _card("FN:Bo") + group).encode(), rules.VCARD)
    assert [person.name for person in found.people] == ["Ana Silva", "Bo"]
    assert found.circles() == {"Family": 1}
    assert found.unread == []


def test_what_google_puts_everybody_in_is_no_circle() -> None:
    text = _card("FN:Ana", "CATEGORIES:myContacts,Friends") + _card("FN:Bo", "CATEGORIES:starred,myContacts")
    assert parse(text.encode(), rules.VCARD).circles() == {"Friends": 1}


def test_a_letter_folded_in_its_middle_is_whole() -> None:
    line = "FN:Żółć Gęślą Jaźń".encode()
    cut = line.index("ó".encode()) + 1
    data = b"BEGIN:VCARD\r\n" + line[:cut] + b"\r\n " + line[cut:] + b"\r\nEND:VCARD\r\n"
    assert [person.name for person in parse(data, rules.VCARD).people] == ["Żółć Gęślą Jaźń"]


def test_one_old_card_among_many_spoils_no_other() -> None:
    new, old = (_card("FN:Zoë Żak") + _card("FN:山田 太郎")).encode(), _card("FN:René").encode("cp1252")
    names = [person.name for person in parse(new + old, rules.VCARD).people]
    assert names == ["Zoë Żak", "山田 太郎", "René"]


def test_files_put_one_after_another_lose_nobody() -> None:
    data = b"".join(_card(f"FN:{name}").encode("utf-8-sig") for name in ("Ana", "Bo"))
    assert [person.name for person in parse(data, rules.VCARD).people] == ["Ana", "Bo"]


def test_a_company_is_not_called_the_same_twice() -> None:
    assert parse(_card("FN:", "ORG:Bakery;").encode(), rules.VCARD).people[0].note == ""
    table = "First Name,Last Name,Labels,Organization Name,Organization Title,E-mail 1 - Value\n,,,Bakery,,\n"
    assert parse(table.encode(), rules.GOOGLE).people[0].note == ""


def test_googles_table_for_outlook_is_no_list_of_colleagues() -> None:
    data = (
        b"First Name,Middle Name,Last Name,E-mail Address,Company,Job Title,Categories\n"
        b"Ana,Maria,Silva,ana@example.org,Acme,Cook,Friends;Work\n"
    )
    assert detect(data, "contacts.csv") == rules.GOOGLE
    found = parse(data, rules.GOOGLE)
    assert [(one.name, one.note, one.circles) for one in found.people] == [
        ("Ana Maria Silva", "Cook, Acme", ("Friends", "Work"))
    ]


def test_no_address_or_number_of_anybody_comes_out_of_a_file() -> None:
    for file in CORPUS.iterdir():
        for person in read(file.name).people:
            shown = f"{person.name} {person.note} {person.circles} {person.address}"
            assert "example.org" not in shown
            assert "+4" not in shown


@given(st.sampled_from(rules.CONTACT_KINDS), st.binary(max_size=400))
def test_no_bytes_whatever_break_it(kind: str, data: bytes) -> None:
    parsed = parse(data, kind)
    assert all(person.name for person in parsed.people)


@given(st.lists(st.text(max_size=40), max_size=12), st.sampled_from(["vcard", "google", "lists"]))
def test_no_lines_whatever_break_it(lines: list[str], kind: str) -> None:
    heads = {"vcard": ["BEGIN:VCARD", "FN:A"], "google": ["First Name,Labels,Last Name"], "lists": []}
    parsed = parse("\n".join([*heads[kind], *lines, "END:VCARD"]).encode("utf-8", "replace"), kind)
    for person in parsed.people:
        assert 0 < len(person.name) <= rules.LONGEST_NAME
        assert len(person.note) <= rules.LONGEST_NOTE
        assert all(person.circles)


@given(st.text(max_size=60))
def test_only_handles_of_this_site_are_local(text: str) -> None:
    handle = rules.local_handle(text, "here.example")
    assert not handle or "here.example" in text.casefold()


def test_a_handle_is_read_however_it_is_written() -> None:
    for text in (
        "ana@here.example",
        "@Ana@HERE.example",
        "https://here.example/@ana",
        "acct:ana@here.example",
    ):
        assert rules.local_handle(text, "here.example").casefold() == "ana"
    for text in ("ana", "ana@here.example.evil", "https://evil/@ana", "mail me: ana@here.example"):
        assert rules.local_handle(text, "here.example") == ""
