"""Canaries: names, places and trades planted everywhere, and not one in any published byte."""

import html
import io
import re
import unicodedata
import zipfile
import zlib

import pypdfium2
import pytest
from PIL import Image

from transfo_analysis.corpus.canonical import fold
from transfo_analysis.errors import PublicationError
from transfo_analysis.project import open_project

PEOPLE = [
    ("Aurélie Kervella", "P01"), ("Bertrand Oulès", "P02"), ("Clémence Vasseur-Morin", "P03"),
    ("Dimitri Zappalà", "P04"), ("Édouard Lebreuilly", "P05"), ("Fanchon Quéméner", "P06"),
    ("Gaspard Thévenoux", "P07"), ("Hortense d’Espalungue", "P08"), ("Ignace Wojtkowiak", "P09"),
    ("Joséphine Braconnot", "P10"), ("Klervi Abgrall", "P11"), ("Lazare Montgolfion", "P12"),
]  # fmt: skip
PLACES = [
    "Villefranquette", "Saint-Ouenne-les-Bruyères", "Chantepierrot", "Montravaillon",
    "Bois-Guillardin", "Ferrouville", "Les Essartines", "Quai Baltazarou", "Pont-Rosellin",
    "Crézancourt", "Tour Vandermesse", "La Pommeraillère", "Sorbiérac", "Vauxhallin",
]  # fmt: skip
TRADES = [
    "thanatopracteuse", "fontainier-sourcier", "mosaïcultrice", "campanographe", "égoutière",
    "garde-plage", "ferronnière", "archéozoologue", "taupier", "paludière", "maréchale-ferrante",
    "sonneur", "dendrologue", "xylothécaire",
]  # fmt: skip
PROJECT = """\
titre: Essai
cas:
  - {id: mobilites, titre: Mobilités, lignes: mode, colonnes: categorie}
"""
CODEBOOK = """\
familles:
  - id: mode
    libelle: Modes
    codes: [{id: velo, libelle: Vélo}, {id: bus, libelle: Bus}]
  - id: categorie
    libelle: Catégories
    codes: [{id: frein, libelle: Freins}, {id: usage, libelle: Usages}]
"""


def forms(name):
    """Return ways of writing a name, whole."""
    first, _, family = name.partition(" ")
    family = family or first
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return [name, name.upper(), plain, f"Mme {family}", f"{first[0]}. {family}", first,
            f"d’{first}", unicodedata.normalize("NFD", name), name.replace("-", " ")]  # fmt: skip


def planted():
    """Return every distinctive word of what was planted, folded."""
    words = {w for name, _ in PEOPLE for w in fold(name).split() if len(w) > 3}
    words |= {w for one in (*PLACES, *TRADES) for w in fold(one).split() if len(w) > 5}
    return words - {"saint", "bruyeres", "sourcier", "plage", "garde"}


def texts_of(path):
    """Give every text that a file holds, whatever it is wrapped in."""
    data = path.read_bytes()
    yield path.name, path.name
    yield "octets", data.decode("utf-8", "ignore")
    yield "octets larges", data.decode("utf-16-le", "ignore")
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name, name + " " + archive.read(name).decode("utf-8", "ignore")
    if path.suffix in (".svg", ".html", ".csv", ".txt"):
        yield "entités", html.unescape(data.decode("utf-8"))
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(data)
        yield "métadonnées", str(document.get_metadata_dict())
        for page in document:
            yield "page", page.get_textpage().get_text_bounded()
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                found = zlib.decompressobj().decompress(stream)
            except zlib.error:
                continue
            yield "flux", found.decode("latin-1")
            yield "flux large", found.decode("utf-16-be", "ignore")
    if path.suffix == ".png":
        yield "image", str(Image.open(io.BytesIO(data)).info)


def leaks(folder):
    """Return (file, where, word) for each planted word that a file holds."""
    known = planted()
    return [
        (path.name, where, word)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for where, text in texts_of(path)
        for word in known & set(fold(text).split())
    ]


def said(rank, name):
    """Return what a person says, with somebody, a place and a trade in it, in some form."""
    other, place = PEOPLE[(rank + 5) % 12][0], PLACES[rank]
    one, two = forms(other)[rank % 9], forms(place)[(0, 1, 2, 7, 8)[rank % 5]]
    trade = TRADES[rank] if rank % 2 else TRADES[rank].upper()
    return f"Le vélo est trop lourd entre {two} et chez {one}, dit la {trade} de {place}."


@pytest.fixture(scope="module")
def cleared(tmp_path_factory):
    """Return a project full of canaries, half hidden before coding, half after, all cleared."""
    folder = tmp_path_factory.mktemp("canaris") / "projet"
    talks = folder / "data/raw/entretiens/vague-1"
    talks.mkdir(parents=True)
    (folder / "data/coding").mkdir()
    (folder / "projet.yaml").write_text(PROJECT, encoding="utf-8")
    (folder / "data/coding/codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    header = "pseudonyme,roles,grade,metier,service,consentement_analyse,consentement_citation,consentement_affichage\n"
    rows = [
        f"{code},enquêté,{'ABC'[rank % 3]},{TRADES[rank]},Service {PLACES[rank]},oui,oui,oui\n"
        for rank, (_, code) in enumerate(PEOPLE)
    ]
    (folder / "data/raw/participants.csv").write_text(header + "".join(rows), encoding="utf-8")
    for rank, (name, _) in enumerate(PEOPLE):
        text = f"Paul : Et le vélo ?\n{name} : {said(rank, name)}\n"
        (talks / f"entretien {name}.txt").write_text(text, encoding="utf-8")
    projet = open_project(folder, coder="Ana")
    hidden = [*PEOPLE, *((p, f"Lieu{n}") for n, p in enumerate(PLACES))]
    hidden += [(t, f"Métier{n}") for n, t in enumerate(TRADES)]
    assert len(hidden) == 40
    for name, code in hidden[::2]:
        projet.pseudonymise(name, code)
    for document, text in projet.corpus().texts.items():
        start = text.index("Le vélo")
        for one in ("mode:velo", "categorie:frein"):
            projet.coding.add(document, one, start=start, end=len(text))
    finding = projet.coding.word_finding(
        "Le vélo pèse.", "dysfunction", "mobilites/mode:velo/categorie:frein"
    )
    for coding in sorted(projet.state().codings):
        projet.coding.link_evidence(finding, coding)
    projet.coding.memo("finding", finding, f"Surtout {PEOPLE[1][0]}, de {PLACES[3]}.")
    for name, code in hidden[1::2]:
        projet.pseudonymise(name, code)
    texts = projet.corpus().texts
    for row in projet.to_review().to_dict("records"):  # a person answers, one by one
        text = texts[row["document_id"]]
        place = (text.index("Le vélo"), len(text)) if row["status"] == "à revoir" else ()
        projet.coding.settle_anchor(row["coding_id"], *place)
    desk = projet.coding
    for document in projet.corpus().texts:
        desk.names_reviewed(document)
    for row in projet.to_clear().to_dict("records"):
        if row["kind"] == "quote":
            desk.clear_quote(row["target"])
        elif row["kind"] == "finding":
            desk.clear_finding(row["target"])
    return projet


def test_no_coding_was_lost_on_the_way(cleared):
    codings = cleared.codings()
    assert len(codings) == 24
    assert set(codings["status"]) == {"exact"}  # each one answered for


def test_not_one_canary_in_any_published_byte(cleared, tmp_path):
    hung = cleared.publish(tmp_path / "accrochage")
    assert len(hung.files) > 15
    page = (hung.folder / "page/accrochage.html").read_text(encoding="utf-8")
    assert "Le vélo est trop lourd" in page  # it is the wall, not an empty one
    assert leaks(hung.folder) == []


def test_the_search_finds_what_is_there(tmp_path):
    (tmp_path / "a.html").write_text("<p>AUR&Eacute;LIE</p>", encoding="utf-8")
    assert leaks(tmp_path)


def test_a_draft_holds_none_either(cleared, tmp_path):
    assert leaks(cleared.publish(tmp_path / "brouillon", draft=True).folder) == []


def test_two_publications_of_one_state_have_the_same_bytes(cleared, tmp_path):
    one, two = (cleared.publish(tmp_path / name).folder for name in ("un", "deux"))
    names = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(two) for p in two.rglob("*") if p.is_file())
    assert [n for n in names if (one / n).read_bytes() != (two / n).read_bytes()] == []
    assert len(list((cleared.folder / "data/coding/diffusions").glob("*.json"))) == 1


def test_a_name_in_what_is_shown_is_refused_with_its_place(cleared, tmp_path):
    style = cleared.folder / "affichage.yaml"
    style.write_text("credits: [Enquête de Bertrand Oulès]\n", encoding="utf-8")
    with pytest.raises(PublicationError, match="credits"):
        cleared.publish(tmp_path / "refusé")
    assert not list(tmp_path.iterdir())
    style.unlink()


def test_a_write_that_fails_leaves_no_folder(cleared, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "plus de place")

    monkeypatch.setattr("transfo_analysis.display.office.release_document", full)
    with pytest.raises(OSError, match="place"):
        cleared.publish(tmp_path / "interrompu")
    assert not list(tmp_path.iterdir())
