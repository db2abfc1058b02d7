"""Learning which words go to which circles has laws: unlearning leaves nothing, and order does not matter."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from hedgerow.talk.guessing.rules import Learned, features

POSTS = st.lists(
    st.tuples(st.text("abcdeäß ", min_size=4, max_size=40), st.sets(st.integers(1, 4), max_size=2)),
    max_size=8,
)


def learned(posts):
    model = Learned()
    for text, circles in posts:
        model.learn(features(text), circles)
    return model


def state(model):
    return (
        model.weights, +model.totals, +model.posts, +model.together, model.all, model.holding,
        model.total, model.used, model.number,
    )  # fmt: skip


@given(POSTS, POSTS)
def test_what_is_unlearned_leaves_no_trace(kept, taken_back):
    model = learned([*kept, *taken_back])
    for text, circles in taken_back:
        model.unlearn(features(text), circles)
    assert state(model) == state(learned(kept))


@given(POSTS, st.integers(0, 9))
def test_the_order_of_posts_does_not_matter(posts, seed):
    mixed = posts[:]
    Random(seed).shuffle(mixed)
    assert state(learned(posts)) == state(learned(mixed))


def test_it_knows_circles_apart_in_two_languages():
    hiking, family = 7, 8
    model = learned(
        [
            ("Summit reached, the trail was muddy and the hut is open", {hiking}),
            ("Die Wanderung zur Hütte dauert vier Stunden, festes Schuhwerk", {hiking}),
            ("Wandern am Samstag, Treffpunkt Hüttenparkplatz", {hiking}),
            ("Grandma baked and the children slept", {family}),
            ("Oma hat Geburtstag, die Kinder malen", {family}),
            ("Kinderfest am Sonntag bei Oma im Garten", {family}),
        ]
    )
    assert model.likely(features("Neue Wanderschuhe für die Hüttentour, wer kommt mit?")) == [hiking]
    assert model.likely(features("The children and grandma say hello")) == [family]
    assert model.likely(features("ok")) == []
    assert learned([("one two three four", {hiking})] * 5).likely(features("one two three")) == []
