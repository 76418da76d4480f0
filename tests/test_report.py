"""A report is read anywhere: code hidden, nothing fetched, nothing that tells the machine."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from typer.testing import CliRunner

from transfo_analysis import cli, open_project
from transfo_analysis.errors import MissingFileError

ALL = bool(os.environ.get("TRANSFO_FULL"))
SECRET = "valeur_du_code_42"


class Page(HTMLParser):
    """What a page asks a browser to fetch or to run, and what it shows."""

    def __init__(self, text):
        super().__init__()
        self.asked, self.tags, self.shown, self._hidden = [], [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._hidden = tag in ("style", "title")
        told = dict(attrs)
        self.asked += [told[key] for key in ("src", "href", "data", "action") if told.get(key)]
        self.asked += [f"on: {key}" for key in told if key.startswith("on")]

    def handle_endtag(self, tag):
        self._hidden = False

    def handle_data(self, data):
        if not self._hidden:
            self.shown.append(data)


def notebook(folder, name, *cells):
    made = [
        new_markdown_cell(cell[1:]) if cell.startswith("%") else new_code_cell(cell)
        for cell in cells
    ]
    nbformat.write(new_notebook(cells=made), folder / "notebooks" / f"{name}.ipynb")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a small project reported on: one notebook that works, one that stops, one broken."""
    from transfo_analysis import new_project

    folder = new_project(tmp_path_factory.mktemp("r") / "l'été & co").folder
    for path in (folder / "notebooks").glob("*.ipynb"):
        path.unlink()
    notebook(
        folder,
        "01_essai",
        "%# 1. Un essai\n\nDes mots.",
        f"{SECRET} = 6 * 7\nprint({SECRET})",
        "import transfo_analysis as ta\nprojet = ta.open_project()\n"
        "print(projet.folder, [projet.processed], projet.processed / 'tables')\n"
        "import sys; print(sys.prefix, ta.__file__)",
        "import ipywidgets\nipywidgets.IntSlider()",
        "from IPython.display import HTML, Javascript\n"
        "display(Javascript('alert(1)'))\n"
        "HTML(f'<p title=\"{projet.folder}\">ici</p>')",
        "raise ValueError(f'rien dans {projet.folder}')",
        "print('plus loin')",
    )
    (folder / "notebooks/02_abime.ipynb").write_text("{", "utf-8")
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    told = []
    index = open_project(folder).report(lambda *step: told.append(step))
    assert {p: p.read_bytes() for p in before} == before
    return folder, index, told


def test_it_says_how_far_it_is_and_where_it_wrote(made):
    folder, index, told = made
    assert told == [("01_essai", 0, 2), ("02_abime", 1, 2), ("Terminé", 2, 2)]
    assert index.name == "index.html"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", index.parent.name)
    assert index.parent.parent == folder / "rapports"
    assert {p.name for p in index.parent.iterdir()} == {
        "index.html", "01_essai.html", "02_abime.html", "methode.md",
    }  # fmt: skip


def test_results_are_shown_and_code_is_not(made):
    text = (made[1].parent / "01_essai.html").read_text("utf-8")
    shown = " ".join(Page(text).shown)
    assert "42" in shown
    assert "Des mots." in shown
    assert SECRET not in text
    assert "plus loin" not in shown
    assert "ne vit que dans JupyterLab" in shown
    assert "<title>1. Un essai" in text
    assert '<html lang="fr">' in text


def test_a_notebook_that_stops_is_listed_with_its_cell_and_the_others_go_on(made):
    shown = " ".join(Page(made[1].read_text("utf-8")).shown)
    assert "2 notebooks exécutés, en échec" in shown
    assert "cellule de code n° 5" in shown
    assert "ValueError" in shown
    assert "pas un notebook lisible" in shown


def check_alone(folder: Path, index: Path) -> None:
    """Check that pages fetch nothing, run nothing, and do not tell the machine."""
    for path in index.parent.glob("*.html"):
        text = path.read_text("utf-8")
        assert "default-src 'none'" in text
        page = Page(text)
        assert not {"script", "iframe", "object", "embed", "link", "form"} & set(page.tags)
        for address in page.asked:
            assert address.startswith(("data:image/", "#")) or (index.parent / address).is_file()
        told = re.sub(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=\s]+", "", text)
        for place in (folder, Path.home(), Path(cli.__file__).parents[2]):
            assert str(place) not in told
        assert not re.search(r"(?<![\w.~])/(tmp|home|root|usr|Users|work)/", told)


def test_a_page_stands_alone(made):
    check_alone(made[0], made[1])


def test_the_methods_stand_at_its_head(made):
    folder, index, _ = made
    told = (index.parent / "methode.md").read_text("utf-8")
    assert told == open_project(folder).methods()
    shown = " ".join(" ".join(Page(index.read_text("utf-8")).shown).split())
    assert "Rien n’est encore codé." in shown
    assert "Aucun constat n’a encore été rédigé." in shown


def test_it_never_writes_over_and_says_when_there_is_nothing(new_project):
    for path in (new_project / "notebooks").glob("*.ipynb"):
        path.unlink()
    with pytest.raises(MissingFileError, match="notebook"):
        open_project(new_project).report()
    (new_project / "notebooks/01.ipynb").write_text("{", "utf-8")
    first = open_project(new_project).report()
    done = CliRunner().invoke(cli.app, ["report", "--project", str(new_project)])
    assert done.exit_code == 0
    assert first.parent.with_name(f"{first.parent.name}-2").is_dir()


@pytest.mark.full
@pytest.mark.skipif(not ALL, reason="executes every notebook: with make test-full")
def test_every_notebook_of_the_demonstration_is_reported(own_demonstration):
    index = open_project(own_demonstration).report()
    assert "échec" not in index.read_text("utf-8")
    assert len(list(index.parent.glob("0*.html"))) >= 5
    check_alone(own_demonstration, index)


# -- the methods -------------------------------------------------------------------------------


def test_the_methods_tell_who_coded_how_and_on_what(demonstration):
    project = open_project(demonstration)
    told = project.methods().replace("\u202f", " ")
    codings = project.codings()
    for coder, own in codings.groupby("coder"):
        (line,) = re.findall(rf"{coder} : ([^.]*)\.", told)
        counts = own["origin"].value_counts()
        assert set(counts.index) <= {"hand", "imported"}
        for origin, words in (("hand", "à la main"), ("imported", "importés")):
            if origin in counts:
                assert f"{counts[origin]} {words}" in line
            else:
                assert words not in line
    assert f"dans {codings['document_id'].nunique()} des {len(project.corpus().documents)}" in told
    assert f"{len(project.suggestions())} suggestions" in told
    assert "Alpha de Krippendorff" in told
    assert "comme au hasard" in told
    assert "9 décembre 2024 au 21 janvier 2025" in told
    # counts and rules: nobody who spoke is named, nothing they said is quoted (cases are named)
    people = set(project.corpus().people["person"])
    assert not [person for person in people if re.search(rf"\b{re.escape(person)}\b", told)]
    cases = {case.id for case in project.cases}
    assert set(re.findall(r"«\s*(.*?)\s*»", told)) <= cases
    assert told.count("«") == told.count("»")


def test_the_methods_tell_hand_from_accepted(own_demonstration):
    project = open_project(own_demonstration, "Ana")
    passage = project.corpus().passages.query("evidence and kind == 'interview'").iloc[-1]
    words = " ".join(passage["text"].split()[:4])
    project.coding.add(passage["document_id"], "mode:velo", quote=words)
    told = project.methods().replace("\u202f", " ")
    assert "Ana : 1 à la main." in told
