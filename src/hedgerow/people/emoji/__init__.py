"""The site's own emoji: small pictures that operators bring and everybody writes as `:code:`.

Promise: a text keeps its words; where an emoji is switched off or gone, `:code:` stands there again, at once.
Never: what was brought leaves here as it was; every picture is painted anew.
"""
