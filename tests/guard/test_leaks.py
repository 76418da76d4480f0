"""Canaries: names, places and trades planted everywhere, and not one in any published byte."""

import io
import runpy
import shutil
import zipfile
import zlib
from pathlib import Path
from types import SimpleNamespace

import docx
import openpyxl
import pytest
from PIL import Image

from transfo_analysis.display.look import Style
from transfo_analysis.display.sheets.typeset import pdf
from transfo_analysis.errors import PublicationError
from transfo_analysis.interchange.sorting_sheet import HEADS
from transfo_analysis.project import open_project

planting = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("canaries.py"))))
NAMES, PLACES, TRADES = planting.NAMES, planting.PLACES, planting.TRADES
leaks = planting.leaks


def code(project, document):
    """Code all that is said of the bike in a document."""
    text, at = project.corpus().texts[document], 0
    documents = project.corpus().documents.set_index("document_id")
    codes = ("mode:velo", "categorie:frein")
    if documents.loc[document, "kind"] == "debate":
        codes = ("question:abri", "position:oui")
    while (start := text.find("Le vélo", at)) >= 0:
        end = text.find("\n", start)
        at = len(text) if end < 0 else end
        for one in codes:
            project.coding.add(document, one, start=start, end=at)


def sorted_by_the_group(project, folder):
    """Print the cards, fill the sheet with names, and bring it back."""
    folder.mkdir()
    project.workshop(folder)
    sheet = (folder / "tri.xlsx").rename(folder / f"tri de {NAMES[4]}.xlsx")
    book = openpyxl.load_workbook(sheet)
    at = {name: rank for rank, name in enumerate(HEADS, start=1)}
    for row in range(3, book["Tri"].max_row + 1):
        for name, words in (
            ("sort", "Les chantiers"),
            ("against", f"{NAMES[5]} : Les grands enseignements"),
            ("remark", f"Dit {NAMES[6]}, {TRADES[12]} à {PLACES[5]}."),
        ):
            book["Tri"].cell(row, at[name]).value = words
    book.save(sheet)
    assert project.import_sort(sheet).sorted


def answer(project):
    """Answer for each coding whose text changed, one by one."""
    texts = project.corpus().texts
    for row in project.to_review().to_dict("records"):
        text = texts[row["document_id"]]
        start = text.find("Le vélo", max(0, int(row["start"]) - 40))
        place = (start, text.find("\n", start)) if row["status"] == "à revoir" else ()
        place = (start, len(text)) if place and place[1] < 0 else place
        project.coding.settle_anchor(row["coding_id"], *place)


def clear(project):
    """Read through every document's names, and clear all that may be cleared."""
    desk = project.coding
    for document in project.corpus().texts:
        desk.names_reviewed(document)
    for row in project.to_clear().to_dict("records"):
        if row["kind"] == "quote":
            (desk.unclear_quote if row["obstacle"] else desk.clear_quote)(row["target"])
        elif row["kind"] == "finding":
            desk.clear_finding(row["target"])
        elif row["kind"] == "plan":
            desk.clear_plan(row["target"])
        else:
            case, *cell = row["target"].split("/")
            project.clear_cell(*cell, case=case)


@pytest.fixture(scope="module")
def cleared(tmp_path_factory):
    """Return a project full of canaries, half hidden before coding, half after, all cleared."""
    folder = tmp_path_factory.mktemp("canaris") / f"projet de {NAMES[0]}"
    (folder / "data/coding").mkdir(parents=True)
    (folder / "projet.yaml").write_text(planting.SETTINGS, encoding="utf-8")
    (folder / "data/coding/codebook.yaml").write_text(planting.CODEBOOK, encoding="utf-8")
    planting.material(folder)
    project = open_project(folder, coder=NAMES[10])  # who codes is in the key too
    assert len(planting.HIDDEN) == 40
    for name, pseudonym in planting.HIDDEN[::2]:
        project.pseudonymise(name, pseudonym)
    for document in project.corpus().texts:
        code(project, document)
    desk, bundle = project.coding, "mobilites/mode:velo/categorie:frein"
    finding = desk.word_finding("Le vélo pèse.", "dysfunction", bundle)
    for coding in sorted(project.state().codings):
        desk.link_evidence(finding, coding)
    a_coding = min(project.state().codings)
    for kind, target in (
        ("finding", finding), ("coding", a_coding), ("code", "mode:velo"),
        ("cell", bundle), ("document", next(iter(project.corpus().texts))),
    ):  # fmt: skip
        desk.memo(kind, target, f"Surtout {NAMES[1]}, {TRADES[2]}, de {PLACES[3]}.")
    sorted_by_the_group(project, folder / f"séance à {PLACES[7]}")
    repair = desk.word_finding("Prêter des vélos.", "next_work", decided_by=NAMES[3])
    desk.plan(repair, what="Prêter trois vélos", for_whom="Les dépôts", by_whom=NAMES[5],
              when=f"Quand {NAMES[6]} sera à {PLACES[2]}")  # fmt: skip
    desk.take_up(repair, "1", decided_by=NAMES[7])
    for name, pseudonym in planting.HIDDEN[1::2]:
        project.pseudonymise(name, pseudonym)
    answer(project)
    planting.later(folder)
    project = open_project(folder, coder=NAMES[10])
    document = next(d for d in project.corpus().texts if len(d.split("p0")) == 3)
    code(project, document)
    for row in project.codings().to_dict("records"):
        if row["document_id"] == document:
            project.coding.link_evidence(finding, row["coding_id"])
    clear(project)
    return project


def test_no_coding_was_lost_and_every_kind_of_material_is_there(cleared):
    codings = cleared.codings()
    assert set(codings["status"]) == {"exact"}  # each one answered for
    kinds = codings["kind"].value_counts().to_dict()
    assert kinds == {
        "interview": 2 * (12 + 3), "observation": 2 * 2, "literature_note": 2, "wall_table": 2 * 2,
        "debriefing": 2, "debate": 2 * (2 * 13 + 4),
    }  # fmt: skip


@pytest.mark.usefixtures("inked_once")
def test_not_one_canary_in_any_published_byte(cleared, tmp_path):
    hung = cleared.publish(tmp_path / "accrochage")
    assert len(hung.files) > 15
    named = {path.name for path in hung.files if path.suffix == ".svg"}
    assert {"tableau-mobilites.svg", "tableau-debat-Lieu8.svg"} <= named
    page = (hung.folder / "page/accrochage.html").read_text(encoding="utf-8")
    # it is the wall, not an empty one: talks, what was seen, a reading, a paper of the wall
    for said in ("est trop lourd", "attend P06", "recule à Lieu8", "ne rentre pas", "grince"):
        assert said in page
    # a debate: what is argued, what made somebody move, how many stood where
    for argued in ("prend la pluie", "changer d’avis", "5 à 9 personnes à «\u202fOui"):
        assert argued in page
    for planned in ("Prêter trois vélos", "Les dépôts", "repris en vague 1"):
        assert planned in page
    assert leaks(hung.folder) == []


@pytest.mark.usefixtures("inked_once")
def test_not_one_canary_is_drawn_in_a_picture(cleared, tmp_path, monkeypatch):
    """Charts hold outlines, no letters: what is drawn is caught on its way to the picture."""
    from transfo_analysis.display.sheet import Sheet

    drawn = []
    own = Sheet.text

    def text(sheet, x, y, words, *rest, **options):
        drawn.append(words)
        own(sheet, x, y, words, *rest, **options)

    monkeypatch.setattr(Sheet, "text", text)
    cleared.publish(tmp_path / "accrochage")
    assert any("Vélo" in one for one in drawn)
    (tmp_path / "dessiné.txt").write_text("\n".join(drawn), encoding="utf-8")
    assert leaks(tmp_path) == []


@pytest.mark.usefixtures("inked_once")
def test_a_draft_holds_none_either(cleared, tmp_path):
    assert leaks(cleared.publish(tmp_path / "brouillon", draft=True).folder) == []


def test_two_publications_of_one_state_have_the_same_bytes(cleared, tmp_path):
    one, two = (cleared.publish(tmp_path / name).folder for name in ("un", "deux"))
    names = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(two) for p in two.rglob("*") if p.is_file())
    assert [n for n in names if (one / n).read_bytes() != (two / n).read_bytes()] == []
    assert len(list((cleared.folder / "data/coding/diffusions").glob("*.json"))) == 1


# -- names in what people wrote themselves: labels, titles, credits --------------------------------


def in_file(name, old, new):
    def change(project):
        path = project.folder / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text
        path.write_text(text.replace(old, new) if old else new, encoding="utf-8")

    return change


def reworded(project):
    finding = next(iter(project.state().findings))
    project.coding.reword_finding(finding, f"Le vélo de {NAMES[2]} pèse.")
    project.coding.clear_finding(finding)


def in_a_wave(project):
    waves = project.folder / "data/raw/entretiens"
    (waves / "vague-2").rename(waves / f"vague {PLACES[0]}")


BOOK = "data/coding/codebook.yaml"
WRITTEN = {
    "title": (in_file("projet.yaml", "Essai", f"Essai à {PLACES[0]}"), "titre du projet"),
    "case": (
        in_file("projet.yaml", "titre: Mobilités", f"titre: {PLACES[1]}"),
        "tableau 1, titre du cas",
    ),
    "code": (
        in_file(BOOK, "libelle: Vélo", f"libelle: Vélo de {NAMES[3]}"),
        "tableau 1, ligne 1, libellé",
    ),
    "family": (
        in_file(BOOK, "libelle: Modes", f"libelle: Modes, selon la {TRADES[3]}"),
        "tableau 1, titre des lignes",
    ),
    "question": (
        in_file(BOOK, "pleut ?", f"pleut à {PLACES[4]} ?"),
        "tableau 2, ligne 2, libellé",
    ),
    "side": (
        in_file(BOOK, "libelle: Non", f"libelle: Non selon {NAMES[4]}"),
        "tableau 2, colonne 2, libellé",
    ),
    "statement": (reworded, "constat 1, phrase"),
    "wave": (in_a_wave, "vague 2"),
    "credits": (
        in_file("affichage.yaml", "", f"credits: [Enquête de {NAMES[1]}]\n"),
        "crédits (affichage.yaml) 1",
    ),
}


def changed(cleared, tmp_path, *whats):
    """Return a copy of the project in which a person wrote names there."""
    folder = tmp_path / "projet"
    shutil.copytree(cleared.folder, folder)
    for what in whats:
        WRITTEN[what][0](open_project(folder, coder="Ana"))
    return open_project(folder, coder="Ana")


@pytest.mark.parametrize("what", WRITTEN)
def test_a_name_that_a_person_wrote_is_refused_with_its_place(cleared, tmp_path, what):
    """Never rewritten behind their back, and nothing is remembered as published."""
    project = changed(cleared, tmp_path, what)
    published = sorted((project.folder / "data/coding/diffusions").glob("*"))
    with pytest.raises(PublicationError) as refused:
        project.publish(tmp_path / "refusé")
    assert refused.value.place == WRITTEN[what][1]
    assert not (tmp_path / "refusé").exists()
    assert sorted((project.folder / "data/coding/diffusions").glob("*")) == published
    assert not planting.planted() & set(planting.fold(str(refused.value)).split())


def test_a_draft_which_never_hangs_shows_the_pseudonym_instead(cleared, tmp_path):
    project = changed(cleared, tmp_path, *(one for one in WRITTEN if one != "credits"))
    hung = project.publish(tmp_path / "brouillon", draft=True)
    page = (hung.folder / "page/accrochage.html").read_text(encoding="utf-8")
    assert "Essai à Lieu0" in page
    assert "Vélo de P04" in page
    assert leaks(hung.folder) == []


def test_a_write_that_fails_leaves_no_folder(cleared, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "plus de place")

    monkeypatch.setattr("transfo_analysis.display.office.release_document", full)
    with pytest.raises(OSError, match="place"):
        cleared.publish(tmp_path / "interrompu")
    assert not list(tmp_path.iterdir())


# -- the search finds what is there ----------------------------------------------------------------


def a_png(kind, body):
    stream = io.BytesIO()
    Image.new("L", (2, 2)).save(stream, "PNG")
    data = stream.getvalue()
    chunk = kind + body
    end = data.index(b"IEND") - 4
    added = len(body).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big")
    return data[:end] + added + data[end:]


def a_docx(words):
    book, stream = docx.Document(), io.BytesIO()
    run = book.add_paragraph().add_run(words[:3])
    run.bold = True
    book.paragraphs[-1].add_run(words[3:])
    book.save(stream)
    return stream.getvalue()


def an_xlsx(words, picture):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<si>{words}</si>")
        archive.writestr("xl/media/image1.png", picture)
    return stream.getvalue()


def a_pdf(title="x", **told):
    sheet = {
        "kind": "reactions", "paper": "a4", "flipped": False, "programme": "", "running": "",
        "badges": [], "number": "", "note": "", "credits": [], "mark": "", "title": "x",
        "invitation": "", "heads": ["", "", ""], "code": "", "code-alt": "", "code-says": "",
    }  # fmt: skip
    drawn = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    return pdf(title, [{**sheet, **told}], Style(), {"c.svg": drawn})


WRAPPED = {
    "a.html": lambda: b"<p>AUR&Eacute;LIE</p>",
    "b.html": lambda: b"<p>Ker<i>vel</i>la</p>",
    "c.svg": lambda: b"<svg><metadata>kervella</metadata></svg>",
    "d.png": lambda: a_png(b"tEXt", b"Author\0Kervella"),
    "e.png": lambda: a_png(b"zTXt", b"Author\0\0" + zlib.compress(b"Kervella")),
    "f.png": lambda: a_png(b"iTXt", "Author\0\0\0fr\0\0Aurélie".encode()),
    "g.png": lambda: a_png(b"eXIf", b"Kervella"),
    "h.docx": lambda: a_docx("Kervella"),
    "i.xlsx": lambda: an_xlsx("Kervella", a_png(b"tEXt", b"x\0y")),
    "j.xlsx": lambda: an_xlsx("", a_png(b"zTXt", b"x\0\0" + zlib.compress(b"Kervella"))),
    "k.pdf": lambda: a_pdf(title="Aurélie"),
    "l.pdf": lambda: a_pdf(invitation="Kervella"),
    "m.pdf": lambda: a_pdf(**{"code": "c.svg", "code-alt": "Aurélie"}),
    "vers Kervella/n.txt": lambda: b"",
}


@pytest.mark.parametrize("name", WRAPPED)
def test_the_search_finds_what_is_there(tmp_path, name):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(WRAPPED[name]())
    assert leaks(tmp_path)
