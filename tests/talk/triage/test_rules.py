"""What speaks first when a request is sorted."""

from hypothesis import given
from hypothesis import strategies as st

from hedgerow.talk.triage import rules
from hedgerow.talk.triage.rules import Known, Own, Sorted

OWN = Own(rules.places({"acme.example", "gmail.com", "localhost"}), ("Müller AG",), {1: "work", 2: "private"})


def test_ones_own_labels_come_first_then_the_place_then_the_people() -> None:
    everything = Known({"friend"}, {"blog.acme.example"}, "At Muller AG", {1})
    assert rules.sort(everything, OWN) == Sorted("private", "label", "friend")
    both = Known({"friend", "colleague"}, everything.hosts, everything.words, {1})
    assert rules.sort(both, OWN) == Sorted("work", "place", "blog.acme.example")
    assert rules.sort(Known(words="Sings at Müller AG"), OWN) == Sorted("work", "organisation", "Müller AG")
    assert rules.sort(Known(talks_with={1}), OWN) == Sorted("work", "talks", people=(1,))
    assert rules.sort(Known(talks_with={1, 2}), OWN) == Sorted("known", "talks", people=(1, 2))
    assert rules.sort(Known(talks_with={2}, at_work=True), OWN) == Sorted("work", "face")
    assert rules.sort(Known({"friend"}, at_work=True), OWN) == Sorted("private", "label", "friend")
    assert rules.sort(Known(talks_with={2}, at_work=True, invited=True), OWN) == Sorted("work", "invited")
    assert rules.sort(Known({"friend"}, invited=True), OWN) == Sorted("private", "label", "friend")
    assert rules.sort(Known(labels={"neighbour"}), OWN) == Sorted("new")


def test_mail_that_anybody_may_have_and_look_alike_hosts_are_no_workplace() -> None:
    assert OWN.domains == {"acme.example"}
    for host in ("gmail.com", "notacme.example", "acme.example.evil.example", ""):
        assert rules.sort(Known(hosts={host}), OWN).group == "new"


@given(st.text(max_size=60), st.sets(st.text(max_size=20)))
def test_whatever_a_page_says_it_is_sorted_somewhere(words: str, hosts: set[str]) -> None:
    assert rules.sort(Known(words=words, hosts=hosts), OWN).group in rules.GROUPS
    assert rules.host_of(words) == rules.host_of(words).lower()
