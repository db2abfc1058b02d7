"""Large numbers in texts, as each language writes them."""

import pytest
from django.template import Context, Template
from django.utils import translation

from hedgerow.kernel.counting import filled

WRITTEN = {"en": "12,345", "de": "12.345", "es": "12 345", "fr": "12 345", "ar": "12.345"}


@pytest.mark.parametrize(("language", "written"), WRITTEN.items())
def test_a_large_number_is_written_as_its_language_does(language: str, written: str) -> None:
    with translation.override(language):
        said = filled("%(name)s: %(n)d (100 %%)", {"name": "Ana", "n": 12345})
        assert said.replace("\xa0", " ").replace("\u202f", " ") == f"Ana: {written} (100 %)"


@pytest.mark.parametrize(("language", "written"), WRITTEN.items())
def test_and_so_it_is_in_a_page(language: str, written: str) -> None:
    plural = "{% blocktranslate count n=n|counted %}{{ n }} x{% plural %}{{ n }} xs{% endblocktranslate %}"
    with translation.override(language):
        shown = Template("{% load hedgerow i18n %}" + plural + " {{ n|counted }}").render(
            Context({"n": 12345})
        )
        assert shown.replace("\xa0", " ").replace("\u202f", " ") == f"{written} xs {written}"
