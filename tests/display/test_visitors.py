"""The visitors' page as a text: whole without scripts, nothing fetched, everything escaped."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from transfo_analysis.display.visitors import page
from transfo_analysis.guard.release import Cell, Grid, Quote
from transfo_analysis.typography import french

VOID = {"meta", "input", "br", "img", "link"}


class Reader(HTMLParser):
    """Reads a page strictly enough: every element closed, every identifier once."""

    def __init__(self, source):
        super().__init__()
        self.open, self.ids, self.links, self.text, self.tags = [], [], [], [], []
        self.feed(source)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if "href" in attrs:
            self.links.append(attrs["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("script", "style"):
            self.text.append(data)

    @property
    def words(self):
        return " ".join(" ".join(self.text).split())


@pytest.fixture(params=["example", "empty", "hostile"])
def release(request, releases):
    return getattr(releases, request.param)()


def test_every_link_stays_in_the_page_and_leads_somewhere(release):
    read = Reader(page(release))
    assert len(set(read.ids)) == len(read.ids)
    assert {link[1:] for link in read.links} <= set(read.ids)
    assert all(link.startswith("#") for link in read.links)


def test_all_that_is_cleared_is_read_without_scripts(release):
    words = "".join(Reader(page(release)).words.split())
    said = [one.statement for one in release.findings]
    for panel in release.panels:
        said += [panel.title, *panel.sentences, *(words for row in panel.rows for words in row)]
    for grid in release.grids:
        said += [quote.words for quotes in grid.quotes.values() for quote in quotes]
        said += [one.label for one in (*grid.rows, *grid.columns)]
    for one in said:
        assert "".join(french(one).split()) in words


def test_nothing_is_fetched_and_only_its_own_script_may_run(release):
    source = page(release)
    assert "url(" not in source
    assert "@import" not in source
    tags = Reader(source).tags
    assert not [tag for tag, attrs in tags if "src" in attrs or tag in ("link", "iframe", "img")]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', source)[1]
    assert policy.startswith("default-src 'none'")
    (script,) = re.findall(r"<script>(.*?)</script>", source, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy


def test_words_of_the_field_stay_words(releases):
    tags = [tag for tag, _ in Reader(page(releases.hostile())).tags]
    assert tags.count("script") == 1
    assert "b" not in tags
    assert "i" not in tags


def test_withheld_looks_as_empty(releases):
    one = releases.grid()
    row, column = one.rows[0].code, one.columns[0].code
    cells = {key: Cell(shown=False) for key in one.cells}
    withheld = replace(one, cells=cells, quotes={})
    source = page(replace(releases.example(), grids=(withheld,), panels=()))
    marks = set(re.findall(r"<td.*?</td>", source))
    assert (row, column) in withheld.cells
    assert len(marks) == 1


def test_only_exact_words_stand_between_quotation_marks(releases):
    grid = replace(
        releases.grid(),
        quotes={
            ("mode:velo", "categorie:frein"): (
                Quote("mot pour mot", exact=True),
                Quote("dit à peu près", exact=False),
            )
        },
    )
    words = Reader(page(replace(releases.example(), grids=(grid,), findings=()))).words
    assert "« mot pour mot »" in words
    assert "« dit à peu près" not in words
    assert "dit à peu près (selon nos notes)" in words


def test_a_draft_says_so(releases):
    assert "Brouillon, ne pas afficher" in Reader(page(releases.example(draft=True))).words
    assert "Brouillon" not in Reader(page(releases.example())).words


def test_two_tables_do_not_share_places(releases):
    one = releases.grid()
    two = Grid(
        "Autre cas", one.row_title, one.column_title, one.rows, one.columns, one.cells, one.quotes
    )
    read = Reader(page(replace(releases.example(), grids=(one, two))))
    assert len(set(read.ids)) == len(read.ids)
    assert "Autre cas" in read.words
