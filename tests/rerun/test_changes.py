"""What the new fieldwork changed: what is new in the material, told apart from the rest."""

import re
import shutil
from html.parser import HTMLParser

import pytest

from transfo_analysis import open_project
from transfo_analysis.coding.codebook_edit import CodebookEdit
from transfo_analysis.errors import CodebookError, CodingError
from transfo_analysis.tables import split_ids

# nothing may say that a thing is said more, or less, than before
SIZE = re.compile(
    r"hausse|baisse|augment|diminu|progress|recul|davantage|\bplus de\b|\bmoins de\b|croiss|grandi"
    r"|gagne|en plus|renforc|domin|tendance|\bplus (?:fort|souvent|nombreu)|multipli|dépass",
    re.IGNORECASE,
)


def cell(changes, row, column):
    found = changes.cells
    (one,) = found[(found["row"] == row) & (found["column"] == column)].to_dict("records")
    return one


def bare(text):
    return text.replace("\u202f", " ")


def test_documents_are_in_corrected_and_renamed(changes):
    became = dict(zip(changes.documents["document_id"], changes.documents["change"], strict=True))
    assert became == {
        "entretien-boris-bis": "nouveau",
        "entretien-driss": "nouveau",
        "entretien-elsa": "nouveau",
        "mur-deux": "nouveau",
        "entretien-ana": "corrigé",
        "entretien-chloe": "renommé",
    }
    (renamed,) = changes.documents[changes.documents["change"] == "renommé"].to_dict("records")
    assert renamed["path"].endswith("entretien-trois.txt")
    assert "chlo" in renamed["before"]


def test_new_people_are_counted_of_those_whom_the_new_material_made_heard(changes):
    one = cell(changes, "mode:velo", "categorie:frein")
    assert (one["new_people"], one["of_new_people"]) == (2, 2)
    assert split_ids(one["new_persons"]) == ["Driss", "Elsa"]
    # heard in wave 1 elsewhere: no new person
    assert split_ids(one["known_persons"]) == ["Boris"]
    assert split_ids(one["documents"]) == [
        "entretien-boris-bis",
        "entretien-driss",
        "entretien-elsa",
    ]
    assert (one["people_then"], one["people_now"]) == (1, 4)
    assert len(split_ids(one["wall_ids"])) == 1
    assert "2 des 2 nouvelles personnes" in one["says"]


def test_old_material_coded_since_is_no_new_material(changes):
    one = cell(changes, "mode:train", "categorie:usage")
    assert (one["new_people"], one["of_new_people"]) == (1, 2)
    assert split_ids(one["new_persons"]) == ["Driss"]
    assert split_ids(one["other_persons"]) == ["Boris"]
    assert len(split_ids(one["new_ids"])) == len(split_ids(one["old_ids"])) == 2
    assert one["old_reasons"] == "codé depuis (2)"


def test_a_cell_that_stayed_is_not_told(changes):
    told = set(zip(changes.cells["row"], changes.cells["column"], strict=True))
    assert told == {("mode:velo", "categorie:frein"), ("mode:train", "categorie:usage")}


def test_a_figure_opens_to_its_quotes(changes):
    quotes = changes.quotes("velo", "frein")
    assert list(dict.fromkeys(quotes["change"])) == ["matériau nouveau", "mur"]
    new = quotes[quotes["change"] == "matériau nouveau"]
    assert set(new["person"]) == {"Driss", "Elsa", "Boris"}
    assert any("pneus à plat" in quote for quote in new["quote"])
    with pytest.raises(CodebookError, match="Rien n’a changé"):
        changes.quotes("voiture", "frein")


def test_a_coding_taken_back_keeps_its_words_and_says_why(second):
    desk = open_project(second, "camille").coding
    (mine,) = [
        c.id
        for c in desk.state.codings.values()
        if c.document == "entretien-chloe" and c.code == "categorie:frein"
    ]
    desk.withdraw(mine)
    changes = open_project(second).changes()
    one = cell(changes, "mode:voiture", "categorie:frein")
    assert (one["people_then"], one["people_now"]) == (1, 0)
    assert "codage repris par qui l’avait posé (1)" in one["gone_reasons"]
    assert "ne croise plus d’autre codage (1)" in one["gone_reasons"]
    quotes = changes.quotes("voiture", "frein").set_index("coding_id")
    assert "toujours prise quand il pleut" in quotes.loc[mine, "quote"]
    assert quotes.loc[mine, "change"] == "n’y est plus"


def test_a_removed_file_is_absent_and_its_codings_are_listed_with_who_spoke(second):
    (second / "data/raw/entretiens/vague-1/entretien-boris.txt").unlink()
    changes = open_project(second).changes()
    became = changes.documents.set_index("document_id")
    assert became.loc["entretien-boris", "change"] == "absent"
    assert len(split_ids(became.loc["entretien-boris", "coding_ids"])) == 6
    one = cell(changes, "mode:velo", "categorie:usage")
    assert one["gone_reasons"] == "document absent (2)"
    assert split_ids(one["left_persons"]) == ["Boris"]
    gone = changes.quotes("mode:velo", "categorie:usage")
    assert set(gone["person"]) == {"Boris"}
    assert all("vélo tous les jours" in quote for quote in gone["quote"])


def test_a_code_renamed_is_one_code_and_a_code_merged_is_no_new_material(second):
    project = open_project(second, "camille")
    edit = CodebookEdit(second, project.coding)
    edit.rename("mode:velo", "mode:bicyclette")
    changes = open_project(second).changes()
    codes = changes.codes.set_index("code")
    assert codes.loc["mode:bicyclette", "change"] == "renommé"
    assert codes.loc["mode:bicyclette", "other"] == "mode:velo"
    one = cell(changes, "mode:bicyclette", "categorie:frein")
    assert (one["people_then"], one["new_people"], one["gone_ids"]) == (1, 2, "")
    assert "mode:velo" not in set(changes.cells["row"])


def test_another_filter_of_the_case_is_a_setting_not_a_change_of_the_field(second):
    settings = second / "projet.yaml"
    text = settings.read_text(encoding="utf-8")
    (second / "data/coding/codebook.yaml").write_text(
        (second / "data/coding/codebook.yaml").read_text(encoding="utf-8")
        + "  - id: motif\n    libelle: Motifs\n    codes: [{id: professionnel, libelle: Professionnel}]\n",
        encoding="utf-8",
    )
    settings.write_text(
        text.replace(
            "colonnes: categorie",
            "colonnes: categorie, motif: {famille: motif, garder: [professionnel], "
            "garder_non_dit: false}",
        ),
        encoding="utf-8",
    )
    changes = open_project(second).changes()
    one = cell(changes, "mode:voiture", "categorie:frein")
    assert one["gone_reasons"] == "réglages du cas (2)"


def test_findings_say_what_they_rest_on_now(second):
    project = open_project(second, "camille")
    desk = project.coding
    (finding,) = desk.state.findings
    codings = project.codings()
    elsa = codings[(codings["person"] == "Elsa") & (codings["code"] == "categorie:frein")]
    boris = codings[(codings["person"] == "Boris") & (codings["code"] == "categorie:usage")]
    desk.link_evidence(finding, elsa["coding_id"].iloc[0], "for")
    desk.link_evidence(finding, boris["coding_id"].iloc[0], "against")
    changes = open_project(second).changes()
    (one,) = changes.findings.to_dict("records")
    assert one["change"] == "appuis"
    assert (one["people_then"], one["people_now"], one["same_people"]) == (1, 2, 1)
    assert split_ids(one["material_ids"]) == [elsa["coding_id"].iloc[0]]
    quotes = changes.evidence(finding)
    assert dict(zip(quotes["change"], quotes["person"], strict=True)) == {
        "pour": "Elsa",
        "contre": "Boris",
    }
    assert "repose aujourd’hui sur 2 personnes ; alors sur 1, dont 1 encore là" in bare(
        "\n".join(changes.sentences())
    )
    with pytest.raises(CodingError):
        changes.evidence("personne")


def test_new_material_that_nobody_coded_says_so(first, fieldwork):
    open_project(first, "camille").close_wave("vague-1")
    fieldwork.write(
        first,
        "data/raw/entretiens/vague-2/entretien-driss.txt",
        fieldwork.talk("Driss", fieldwork.DRISS),
    )
    changes = open_project(first).changes()
    assert changes.cells.empty
    said = bare("\n".join(changes.sentences()))
    assert "1 document nouveau : 1 entretien." in said
    assert "rien n’en est encore codé" in said


def test_nothing_changed_is_said_in_two_words(first):
    open_project(first, "camille").close_wave("1")
    changes = open_project(first).changes()
    assert changes.nothing
    assert changes.sentences()[1:] == ["rien n’a changé."]
    assert "Rien n’a changé" in changes.page()


# -- the page -------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Reads a page as a browser does: the text, and what is inside each figure that opens."""

    def __init__(self):
        super().__init__()
        self.words, self.opened, self.tags, self.depth, self.summary = [], [], [], 0, False

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "details":
            self.depth += 1
            self.opened.append(["", ""])
        self.summary = tag == "summary" or (self.summary and tag == "b")

    def handle_endtag(self, tag):
        if tag == "details":
            self.depth -= 1
        if tag == "summary":
            self.summary = False

    def handle_data(self, data):
        self.words.append(data)
        if self.depth:
            self.opened[-1][0 if self.summary else 1] += data


def read(changes):
    page = Page()
    page.feed(changes.page())
    return page


def test_the_page_needs_nothing_and_every_figure_opens(changes):
    page = read(changes)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "iframe"}
    assert ("html", {"lang": "fr"}) in page.tags
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    shown = {bare(summary): inside for summary, inside in page.opened}
    assert "pneus à plat" in shown["2 des 2 nouvelles personnes"]
    assert "Driss" in shown["2 des 2 nouvelles personnes"]
    assert "Le local à vélos ferme" in shown["1 papier nouveau au mur"]
    assert all(inside.strip() for inside in shown.values())


def test_what_a_person_wrote_is_shown_as_written(changes, second):
    desk = open_project(second, "camille").coding
    desk.word_finding("<script>alert(1)</script> & puis", "lesson")
    page = open_project(second).changes().page()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; puis" in page


def test_nothing_reads_as_more_or_less_of_something(changes):
    own = [*changes.sentences(), *changes.cells["says"]]
    # quotes are people's own words: they may say what they like
    page = re.sub(r"<blockquote>.*?</blockquote>", "", changes.page(), flags=re.DOTALL)
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    for text in [*own, re.sub(r"<[^>]+>", " ", page)]:
        assert not SIZE.search(bare(text)), SIZE.search(bare(text))


@pytest.mark.usefixtures("no_ink")
def test_a_run_writes_the_page_and_writes_it_again_the_same(second):
    project = open_project(second, "camille")
    project.run()
    path = second / "data/processed/changements/vague-1.html"
    page = path.read_bytes()
    assert page.decode("utf-8") == project.changes().page()
    shutil.rmtree(second / "data/processed")
    open_project(second).run()
    assert path.read_bytes() == page


@pytest.mark.usefixtures("no_ink")
def test_without_a_closed_wave_a_run_writes_no_page(first):
    open_project(first).run()
    assert not (first / "data/processed/changements").exists()


# -- somebody asks to be taken out ----------------------------------------------------------------


def test_who_withdrew_is_in_no_snapshot_and_the_page_names_nobody(second):
    project = open_project(second, "camille")
    snapshot = second / "data/coding/vagues/vague-1.json"
    before = snapshot.read_text(encoding="utf-8")
    assert "Boris" in before
    theirs = [c.id for c in project.state().codings.values() if c.document == "entretien-boris"]
    assert any(name in before for name in theirs)
    project.withdraw("Boris").carry_out()
    after = snapshot.read_text(encoding="utf-8")
    assert "boris" not in after.casefold()
    assert not any(name in after for name in theirs)
    assert "Ana" in after
    # what they had filled alone is as if it had never been
    assert '"mode:train", "column": "categorie:frein"' not in after
    changes = open_project(second).changes()
    said = bare("\n".join(changes.sentences()))
    assert "Une personne s’est retirée" in said
    page = changes.page()
    assert "Une personne s’est retirée" in bare(page)
    assert "boris" not in page.casefold()
    assert "entretien-boris" not in set(changes.documents["document_id"])
    assert not changes.cells["gone_ids"].any()
    # asked again, nothing more is found
    assert open_project(second).withdraw("Boris").plan.others() == {}


def test_a_damaged_snapshot_loses_the_name_all_the_same(second):
    snapshot = second / "data/coding/vagues/vague-1.json"
    text = snapshot.read_text(encoding="utf-8")
    snapshot.write_text(text[: len(text) // 2], encoding="utf-8")
    open_project(second).withdraw("Boris").carry_out()
    assert "boris" not in snapshot.read_text(encoding="utf-8").casefold()
