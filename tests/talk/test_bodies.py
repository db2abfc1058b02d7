"""The statement that reads bodies: its columns stand in the order in which they are taken."""

from hedgerow.talk.bodies.parts import PARTS
from hedgerow.talk.bodies.rows import NUMBERS, WIDE_NUMBERS, WIDE_WORDS, WORDS, PostRow


def test_columns_stand_in_the_order_of_the_fields():
    assert PostRow.__struct_fields__ == ("id", *NUMBERS, *WORDS)


def test_no_part_is_wider_than_the_statement():
    for part in PARTS:
        assert len(part.numbers) <= WIDE_NUMBERS
        assert len(part.words) <= WIDE_WORDS
