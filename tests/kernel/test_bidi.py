"""Names that run against the sentence they stand in are set apart from it."""

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.kernel.bidi import FIRST_STRONG_ISOLATE, POP_ISOLATE, isolated
from hedgerow.people.audiences import rules

NOOR, ANA = "نور الهدى", "Ana Pereira"


def test_a_name_that_runs_like_the_sentence_stays_as_it_is() -> None:
    with translation.override("en"):
        assert isolated(ANA) == ANA
        assert isolated("Café 24!") == "Café 24!"
    with translation.override("ar"):
        assert isolated(NOOR) == NOOR


def test_a_name_that_runs_against_it_is_set_apart() -> None:
    with translation.override("en"):
        assert isolated(NOOR) == f"{FIRST_STRONG_ISOLATE}{NOOR}{POP_ISOLATE}"
        assert rules.whoever_sees(NOOR) == f"Those who see \u2068{NOOR}\u2069’s post"
    with translation.override("ar"):
        for name in (ANA, "24", "C++"):
            assert isolated(name) == f"\u2068{name}\u2069"


@given(st.text(max_size=60), st.sampled_from(["en", "ar"]))
def test_whatever_the_name_holds_nothing_of_it_is_lost(name: str, language: str) -> None:
    with translation.override(language):
        assert isolated(name) in (name, f"\u2068{name}\u2069")
