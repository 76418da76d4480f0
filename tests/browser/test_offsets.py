"""Offsets between JavaScript (UTF-16 units) and Python (code points), in the browser itself."""

import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transfo_analysis.widgets.window import script

PIECES = [
    "vélo",
    "🚲",
    "🚶🏽‍♀️",
    "e\u0301",
    "n\u0303o",
    "\n",
    " ",
    "’",
    "𝒜",
    "🇫🇷",
    "\u202f",
    "é",
    "\ufeff",
]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.characters(codec="utf-8")), max_size=30)


def units(text, point):
    return len(text[:point].encode("utf-16-le")) // 2


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parts=texts, decomposed=st.booleans())
def test_offsets_round_trip(page, parts, decomposed):
    text = unicodedata.normalize("NFD" if decomposed else "NFC", "".join(parts))
    if not page.evaluate("() => typeof Units === 'function'"):
        page.add_script_tag(content=script("coder/text.js"))
    found = page.evaluate(
        """(text) => { const u = new Units(text); const points = [...text].length;
        const there = Array.from({ length: points + 1 }, (_, p) => u.toUnits(p));
        const every = Array.from({ length: text.length + 1 }, (_, n) => u.toPoints(n));
        return [text.length, there, there.map((n) => u.toPoints(n)), every]; }""",
        text,
    )
    length, there, back, every = found
    points = list(range(len(text) + 1))
    assert length == units(text, len(text))
    assert there == [units(text, point) for point in points]
    assert back == points
    # half a character counts as its beginning, never as another place
    assert every == [max(p for p in points if units(text, p) <= n) for n in range(length + 1)]
