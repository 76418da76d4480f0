"""A spreadsheet of quotes and codes goes into the journal, row by row, once."""

import time

import openpyxl
import pytest

from transfo_analysis import corpus as corpus_room
from transfo_analysis.coding.codebook import Codebook
from transfo_analysis.coding.desk import Desk
from transfo_analysis.coding.journal import read
from transfo_analysis.errors import CodingError, MissingFileError, SourceError, TableError
from transfo_analysis.interchange.quotes import import_codings
from transfo_analysis.settings import Settings
from transfo_analysis.sources import read_material

CASE = {"id": "mobilites", "titre": "T", "lignes": "mode", "colonnes": "categorie"}
CODES = [{"id": "velo", "libelle": "Vélo"}, {"id": "bus", "libelle": "Bus"}]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("TRANSFO_INSTALLATION", "poste1")
    raw = tmp_path / "data" / "raw"
    folder = raw / "entretiens" / "vague-1"
    folder.mkdir(parents=True)
    many = " ".join(f"Le vélo numéro {i}." for i in range(5_000))
    (folder / "nadia.txt").write_text(f"E : Et le bus ?\nR : J’prends l’vélo. {many}\n", "utf-8")
    settings = Settings.model_validate({"titre": "T", "cas": [CASE]})
    book = Codebook.model_validate({"familles": [{"id": "mode", "libelle": "M", "codes": CODES}]})
    corpus = corpus_room.build(read_material(raw), settings)
    return Desk(tmp_path / "data" / "coding", corpus, book, settings, "Ana")


def spreadsheet(tmp_path, text, encoding="utf-8", name="codes.csv"):
    path = tmp_path / name
    path.write_text(text, encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_csv_reads(desk, tmp_path, encoding, separator):
    rows = [
        ["Document", "Extrait", "Code", "Mémo"],
        ["nadia", "j'prends l'vélo", "mode:velo", "à elle"],
        ["nadia", "Le vélo numéro 12.", "Vélo ; mode:bus", ""],
    ]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    done = import_codings(spreadsheet(tmp_path, text, encoding), desk)
    assert (done.added, done.already, done.notices) == (3, 0, ())
    codings = desk.state.codings.values()
    assert {c.origin for c in codings} == {"imported"}
    assert sorted(c.code for c in codings) == ["mode:bus", "mode:velo", "mode:velo"]
    assert list(desk.state.memos.values()) == ["à elle"]


def test_the_same_file_twice_adds_nothing(desk, tmp_path):
    path = spreadsheet(
        tmp_path,
        "document;extrait;code;memo\nnadia;l'vélo;mode:velo;x\nnadia;l'vélo;mode:velo;x\n",
    )
    assert import_codings(path, desk).added == 1
    before = read(desk.reader.folder)
    done = import_codings(path, desk)
    assert (done.added, done.already) == (0, 2)
    assert read(desk.reader.folder) == before
    assert len(desk.undo()) == 2  # the coding and its memo: one gesture
    assert not desk.state.codings
    assert import_codings(path, desk).added == 1


def test_rows_that_fail_are_listed_and_the_others_go_in(desk, tmp_path):
    text = """document,quote,code,start,end
nadia,l'vélo,mode:velo,,
nadya,l'vélo,mode:velo,,
nadia,jamais dit,mode:velo,,
nadia,Le vélo,mode:velo,,
nadia,l'vélo,mode:vello,,
nadia,l'vélo,,,
nadia,Et le bus,mode:bus,,
nadia,,mode:bus,14,20.0
nadia,,mode:bus,quatorze,20
nadia,,mode:bus,14,999999
"""
    done = import_codings(spreadsheet(tmp_path, text), desk)
    assert done.added == 2
    lines = [note.place for note in done.notices]
    assert lines == [f"ligne {n}" for n in (3, 4, 5, 6, 7, 8, 10, 11)]
    assert all(note.cure and note.path == "codes.csv" for note in done.notices)
    shown = " ".join(str(note) for note in done.notices)
    for word in ("nadia", "mode:velo", "jamais une preuve", "occurrence", "quatorze"):
        assert word in shown


def test_each_row_may_name_its_coder(desk, tmp_path):
    text = "document;extrait;code;codé par\nnadia;l'vélo;mode:velo;Ben\nnadia;l'vélo;mode:bus;\n"
    import_codings(spreadsheet(tmp_path, text), desk)
    assert {c.code: c.coder for c in desk.state.codings.values()} == {
        "mode:velo": "Ben",
        "mode:bus": "Ana",
    }
    assert len(list(desk.reader.folder.glob("*.jsonl"))) == 2


def test_without_a_coder_nothing_is_guessed(desk, tmp_path):
    nobody = Desk(desk.reader.folder.parent, desk.corpus, desk.codebook, desk.settings)
    path = spreadsheet(tmp_path, "document;extrait;code\nnadia;l'vélo;mode:velo\n")
    with pytest.raises(CodingError, match="coder"):
        import_codings(path, nobody)
    assert read(desk.reader.folder)[0] == ()


def test_a_workbook_with_titles_above_reads(desk, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Nos codes de la session 1"])
    sheet.append(["document", "extrait", "code", "début", "fin"])
    sheet.append(["nadia", "l’vélo", "mode:velo", None, None])
    sheet.append(["nadia", None, "mode:bus", 14, 20])
    sheet.append(["nadia", "rien de tel", "mode:bus"])
    book.save(tmp_path / "codes.xlsx")
    done = import_codings(tmp_path / "codes.xlsx", desk)
    assert done.added == 2
    assert [note.place for note in done.notices] == ["ligne 5"]


@pytest.mark.parametrize(
    ("name", "text", "error", "word"),
    [
        ("codes.csv", "", SourceError, "vide"),
        ("codes.csv", "document;extrait\nnadia;l'vélo\n", TableError, "code"),
        ("codes.csv", "a;b;c\n1;2;3\n", TableError, "document"),
        ("codes.xlsx", "document;extrait;code\n", SourceError, "xlsx"),
        ("codes.pdf", "document;extrait;code\n", SourceError, "csv"),
    ],
)
def test_a_file_that_is_no_such_table_says_why(desk, tmp_path, name, text, error, word):
    with pytest.raises(error, match=word) as caught:
        import_codings(spreadsheet(tmp_path, text, name=name), desk)
    assert caught.value.path == name
    with pytest.raises(MissingFileError):
        import_codings(tmp_path / "absent.csv", desk)


def test_five_thousand_rows_take_seconds(desk, tmp_path):
    rows = "".join(f"nadia;le vélo numéro {i}.;mode:velo\n" for i in range(5_000))
    path = spreadsheet(tmp_path, "document;extrait;code\n" + rows)
    begin = time.perf_counter()
    done = import_codings(path, desk)
    took = time.perf_counter() - begin
    assert done.added == 5_000, done.notices[:3]
    assert took < 20
    print(f"5 000 lignes : {took:.1f} s")
