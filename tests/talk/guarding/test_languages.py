"""Each thing the guard points out, in each language that has lists, with the words it stumbled over."""

import pytest

from hedgerow.talk.guarding import lists
from hedgerow.talk.guarding.reading import Reading
from hedgerow.talk.guarding.rules import Listed, Occasion, Want, look
from hedgerow.talk.guarding.worlds import life_of

WANT = Want("on", names=(Listed("Kestrel-7"), Listed("زهرة الوادي")), organisations=("Northwind",))
WORK, HOME = ("work",), ("private",)

SAID = [
    # kind, language, whom it goes to, the text, the words
    ("confidential", "en", (), "Nobody may see the Kestrel-7 yet", "Kestrel-7"),
    ("confidential", "de", (), "Noch darf niemand den KESTREL 7 sehen", "KESTREL 7"),
    ("confidential", "fr", (), "Personne ne doit voir le Késtrel-7", "Késtrel-7"),
    ("confidential", "es", (), "Nadie puede ver el kestrel7 todavía", "kestrel7"),
    ("confidential", "ar", (), "لا أحد يعرف شيئا عن زَهرة الوادي", "زَهرة الوادي"),
    ("personal", "en", (), "Ring me on 07700 900456 when you are there", "07700 900456"),
    ("personal", "de", (), "Ruf mich an: 030 23125 017", "030 23125 017"),
    ("personal", "fr", (), "Mon numéro a changé : 06 39 98 12 34", "06 39 98 12 34"),
    ("personal", "es", (), "Llámame al 612 34 56 70", "612 34 56 70"),
    ("personal", "ar", (), "رقمي الجديد ٠١٠٠٧٦٥٤٣٢١", "٠١٠٠٧٦٥٤٣٢١"),
    ("personal", "en", (), "The door code is 44#17B, come in", "44#17B"),
    ("personal", "de", (), "Das Passwort lautet Apfel#17Baum", "Apfel#17Baum"),
    ("personal", "fr", (), "Le mot de passe est Poire#17Verte", "Poire#17Verte"),
    ("personal", "es", (), "La contraseña es Higo#17Verde", "Higo#17Verde"),
    ("personal", "ar", (), "كلمة المرور هي Teen#17Akhdar", "Teen#17Akhdar"),
    ("personal", "en", (), "We moved to 12 Orchard Lane", "12 Orchard Lane"),
    ("personal", "de", (), "Wir wohnen jetzt im Birkenweg 12", "Birkenweg 12"),
    ("personal", "fr", (), "J’habite au 12 rue des Lilas", "12 rue des Lilas"),
    ("personal", "es", (), "Vivo en la calle Lirio 12", "calle Lirio 12"),
    ("personal", "ar", (), "بيتنا في شارع الورد رقم 12", "شارع الورد رقم 12"),
    ("tone", "en", (), "What bullshit is this", "bullshit"),
    ("tone", "de", (), "Was für ein Scheißwetter", "Scheißwetter"),
    ("tone", "fr", (), "Quelle connerie, ce train", "connerie"),
    ("tone", "es", (), "Vaya mierda de tarde", "mierda"),
    ("tone", "ar", (), "تبا لهذا المطر", "تبا"),
    ("tone", "en", (), "I was so drunk on Friday", "drunk"),
    ("tone", "de", (), "Ich war am Freitag völlig besoffen", "besoffen"),
    ("tone", "fr", (), "Nous étions complètement bourrés vendredi", "bourrés"),
    ("tone", "es", (), "El viernes acabé borracha", "borracha"),
    ("tone", "ar", (), "كنت سكرانا يوم الجمعة", "سكرانا"),
    ("tone", "en", (), "Our CEO is a liar", "liar"),
    ("tone", "de", (), "Unsere Chefin ist ein Feigling", "Feigling"),
    ("tone", "fr", (), "La direction est incompétente", "incompétente"),
    ("tone", "es", (), "La jefa es una mentirosa", "mentirosa"),
    ("tone", "ar", (), "المدير منافق", "منافق"),
    ("capacity", "en", (), "Northwind announces a new line", "Northwind announces"),
    ("capacity", "de", (), "Northwind gibt bekannt: die Linie fährt", "Northwind gibt bekannt"),
    ("capacity", "fr", (), "Northwind annonce une nouvelle ligne", "Northwind annonce"),
    ("capacity", "es", (), "Northwind anuncia una nueva línea", "Northwind anuncia"),
    ("capacity", "ar", (), "تعلن Northwind عن خط جديد", "تعلن Northwind"),
    ("mismatch", "en", WORK, "Honeymoon photos are ready", "Honeymoon"),
    ("mismatch", "de", WORK, "Die Fotos der Flitterwochen sind da", "Flitterwochen"),
    ("mismatch", "fr", WORK, "Les photos de la lune de miel sont là", "lune de miel"),
    ("mismatch", "es", WORK, "Ya están las fotos de la luna de miel", "luna de miel"),
    ("mismatch", "ar", WORK, "وصلت صور شهر العسل", "شهر العسل"),
    ("mismatch", "en", HOME, "The purchase order is signed", "purchase order"),
    ("mismatch", "de", HOME, "Die Ausschreibung ist unterschrieben", "Ausschreibung"),
    ("mismatch", "fr", HOME, "Le bon de commande est signé", "bon de commande"),
    ("mismatch", "es", HOME, "La orden de compra está firmada", "orden de compra"),
    ("mismatch", "ar", HOME, "أمر شراء جديد وصل", "أمر شراء"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "language", "lives", "text", "words"), SAID, ids=[f"{one[0]} {one[1]} {one[4]}" for one in SAID]
)
def test_it_says_the_kind_and_quotes_the_words(kind, language, lives, text, words):
    found = look(text, WANT, Occasion(lives=lives, language=language))
    assert [(each.kind, each.words) for each in found] == [(kind, words)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The hut opens on Saturday, bring warm clothes and a good book"),
        ("de", "Die Hütte öffnet am Samstag, bringt warme Sachen und ein gutes Buch mit"),
        ("fr", "Le refuge ouvre samedi, prenez des vêtements chauds et un bon livre"),
        ("es", "El refugio abre el sábado, traed ropa de abrigo y un buen libro"),
        ("ar", "يفتح الكوخ يوم السبت، أحضروا ملابس دافئة وكتبا جيدة"),
    ],
)
@pytest.mark.parametrize("lives", [(), WORK, HOME])
def test_of_what_anybody_may_read_it_says_nothing(language, text, lives):
    assert look(text, WANT, Occasion(lives=lives, language=language)) == []


def of(text: str, said: str) -> tuple[str, ...]:
    return lists.languages(Reading(text), said)


def test_a_text_is_held_against_the_languages_it_is_written_in():
    assert of("Das ist nicht mein Hund und ich war es nicht", "en") == ("en", "de")
    assert of("The dog is not mine", "en") == ("en",)
    assert of("Merde!", "en") == lists.LANGUAGES, "too short to tell"


def test_a_language_without_lists_is_left_in_peace():
    assert of("Koira nukkuu sohvalla", "fi") == ()
    assert look("Tämä on vittu ihan paska", WANT, Occasion(language="fi")) == []
    english = look("fuck, the dog is on the sofa", WANT, Occasion(language="fi"))
    assert [each.kind for each in english] == ["tone"]


def test_words_of_other_languages_that_look_alike_are_nothing():
    assert look("Voy con mi hermana y con las chicas", WANT, Occasion(language="es")) == []
    assert look("Die Frau hat einen Chat mit dem Chor", WANT, Occasion(lives=WORK, language="de")) == []
    assert look("كتبت كتبا كثيرة وكسرت القلم", WANT, Occasion(language="ar")) == []


def test_what_says_too_little_alone_is_said_beside_another():
    home = Occasion(lives=HOME)
    assert look("The forecast for Saturday is dry", WANT, home) == []
    found = look("The forecast for the client is late", WANT, home)
    assert {each.words for each in found} == {"forecast", "the client"}


def test_what_a_face_adds_holds_in_every_language_and_what_it_takes_away_in_none():
    want = Want("on", lists={"private": "knitting\n- honeymoon"})
    for language in ("en", "ar", "fi"):
        found = look("Knitting!", want, Occasion(lives=WORK, language=language))
        assert [each.words for each in found] == ["Knitting"]
    assert look("The honeymoon is over", want, Occasion(lives=WORK)) == []


def test_circles_are_known_by_their_names_in_each_language():
    assert [life_of((), name) for name in ("Familie", "Mes amis", "Abuelos y familia", "العائلة")] == [
        "private"
    ] * 4
    assert [life_of((), name) for name in ("Büro", "L'équipe", "Los compañeros", "الزملاء")] == ["work"] * 4
    assert life_of((), "Kunst") == "both"


@pytest.mark.parametrize("language", lists.LANGUAGES)
def test_each_language_has_each_list_and_no_entry_twice(language):
    others = ("employers", "speaks", "speaks-for", "own-view", "common", "circles-private", "circles-work")
    for theme in (*lists.THEMES, *others):
        words = [entry.words for entry in lists.given(theme, language)]
        assert len(words) >= 5
        assert len(words) == len(set(words)), theme
