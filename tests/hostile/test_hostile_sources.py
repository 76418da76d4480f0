"""Files that are not what they say, or mean harm: one clear message each, and the run goes on."""

from __future__ import annotations

import functools
import io
import os
import struct
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transfo_analysis.errors import SourceError
from transfo_analysis.sources import guard, inventory, read, read_material

GOOD = "entretiens/bon.txt"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOLDERS = {
    "txt": "entretiens", "md": "entretiens", "docx": "entretiens", "odt": "entretiens",
    "rtf": "entretiens", "pdf": "veille", "srt": "entretiens", "vtt": "entretiens",
    "TextGrid": "entretiens", "xlsx": "tableaux", "csv": "tableaux", "bib": "veille",
    "ris": "veille", "json": "veille",
}  # fmt: skip


@functools.cache
def plain(extension: str) -> bytes:
    """A real file of an office format."""
    buffer = io.BytesIO()
    if extension == "docx":
        import docx

        document = docx.Document()
        document.add_paragraph("Nadia : oui")
        document.save(buffer)
    elif extension == "xlsx":
        import openpyxl

        book = openpyxl.Workbook()
        book.worksheets[0].append(["ligne", "colonne", "texte"])
        book.worksheets[0].append(["Vélo", "frein", "lourd"])
        book.save(buffer)
    else:
        import odfdo

        odt = odfdo.Document("text")
        odt.body.append(odfdo.Paragraph("Nadia : oui"))
        odt.save(buffer)
    return buffer.getvalue()


def office(extension: str, parts: dict[str, bytes] | None = None) -> bytes:
    """A real file of an office format, some of its parts replaced or added."""
    if not parts:
        return plain(extension)
    buffer = io.BytesIO(plain(extension))
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            if name not in (parts or {}):
                made.writestr(name, source.read(name))
        for name, data in (parts or {}).items():
            made.writestr(name, data)
    return out.getvalue()


MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
ENTITY = b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def encrypted_zip_entry() -> bytes:
    data = bytearray(office("docx"))
    flagged = data.replace(b"PK\x01\x02", b"PK\x01\x02")
    place = flagged.find(b"PK\x01\x02")
    struct.pack_into("<H", flagged, place + 8, 1)
    return bytes(flagged)


BAD = {
    # name → (content, words that the message must hold)
    "entretiens/vide.txt": (b"", "vide"),
    "entretiens/blanc.docx": (b"", "vide"),
    "entretiens/sans-mots.md": (b"---\nvague: 1\n---\n\n<!-- rien -->\n", "aucune parole"),
    "entretiens/pdf.txt": (b"%PDF-1.7 ...", "un PDF"),
    "entretiens/texte.docx": (b"Nadia : oui", "n’a pas le contenu"),
    "entretiens/image.rtf": (b"\x89PNG\r\n\x1a\n....", "une image PNG"),
    "veille/texte.pdf": (b"Une note de lecture", "n’a pas le contenu"),
    "veille/abime.pdf": (b"%PDF-1.4\nrien", "abîmé"),
    "tableaux/odt.xlsx": (office("odt"), "OpenDocument"),
    "entretiens/classeur.docx": (office("xlsx"), "Excel"),
    "entretiens/coupe.docx": (office("docx")[:900], "abîmé"),
    "entretiens/ancien.docx": (OLE + b"\0" * 600, "ancien fichier Office"),
    # an unmarked one may be either: the message says both
    "entretiens/verrou.docx": (OLE + b"\0" * 600, "mot de passe"),
    "entretiens/secret.docx": (
        OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "mot de passe",
    ),
    "tableaux/secret.xlsx": (
        OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "mot de passe",
    ),
    "entretiens/chiffre.docx": (encrypted_zip_entry(), "mot de passe"),
    "entretiens/secret.odt": (
        office("odt", {"META-INF/manifest.xml": b"<m><manifest:encryption-data/></m>"}),
        "mot de passe",
    ),
    "entretiens/doctype.docx": (office("docx", {MAIN["docx"]: ENTITY}), "DOCTYPE"),
    "entretiens/doctype.odt": (office("odt", {MAIN["odt"]: ENTITY}), "DOCTYPE"),
    "tableaux/doctype.xlsx": (office("xlsx", {MAIN["xlsx"]: ENTITY}), "DOCTYPE"),
    "entretiens/ailleurs.docx": (office("docx", {"word/footnotes.xml": ENTITY}), "footnotes"),
    "entretiens/utf16.docx": (
        office("docx", {MAIN["docx"]: ENTITY.decode().encode("utf-16")}),
        "DOCTYPE",
    ),
    "entretiens/utf7.docx": (
        office("docx", {MAIN["docx"]: b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x>'}),
        "abîmé",
    ),
    "entretiens/bombe.docx": (office("docx", {"word/media/a.xml": b" " * 30_000_000}), "démesurée"),
    "entretiens/nombreux.docx": (
        office("docx", {f"word/a{n}.txt": b"" for n in range(5_001)}),
        "démesurée",
    ),
    "entretiens/macros.docx": (office("docx", {"word/vbaProject.bin": b"x"}), "macros"),
    "tableaux/macros.xlsx": (office("xlsx", {"xl/vbaProject.bin": b"x"}), "macros"),
    "entretiens/profond.docx": (
        office("docx", {MAIN["docx"]: b"<w>" * 100_000 + b"</w>" * 100_000}),
        "ne se lit pas",
    ),
    "entretiens/commandes.txt": (b"Nadia : oui" + b"\x01\x02\x03\x00" * 40, "n’est pas du texte"),
    "entretiens/nul.txt": (b"Nadia : oui\nMaud\x00 : non\n" * 3, "n’est pas du texte"),
    "entretiens/inconnu.txt": (b"\x81\x8d\x90\x9d Nadia", "encodage"),
    "entretiens/ligne.txt": (b"ok\n" + b"a" * 2_000_001, "deux millions"),
    "entretiens/incomplet.TextGrid": (
        b'File type = "ooTextFile"\nObject class = "TextGrid"\n0 9 <exists> 999999999\n"IntervalTier"',
        "TextGrid",
    ),
    "entretiens/autre.vtt": (b"ceci n'est pas un vtt", "vtt"),
    "entretiens/note.xlsx": (office("xlsx"), "fiche à la volée"),
    "tableaux/mur.docx": (office("docx"), ".xlsx"),
    "tableaux/mur.csv": (b"un\ndeux\n", "ni une liste ni une grille"),
    "entretiens/ancien.doc": (OLE, "ne sont pas lus"),
    "entretiens/macros.docm": (b"PK", "ne sont pas lus"),
    "perdu.txt": (b"Nadia : oui", "dossiers lus"),
    "photos/perdu.txt": (b"Nadia : oui", "dossiers lus"),
    "veille/vide.bib": (b"@article{", "BibTeX"),
    "veille/faux.json": (b"[1, 2", "JSON"),
}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    (folder / "entretiens").mkdir(parents=True)
    (folder / GOOD).write_text("Maud : et le bus ?\nNadia : jamais", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_file_gets_one_message_and_does_not_stop_the_others(raw, name):
    content, expected = BAD[name]
    path = raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    result = read_material(raw)
    assert [document.path for document in result.documents] == [GOOD]
    assert [notice.path for notice in result.notices] == [f"data/raw/{name}"]
    (notice,) = result.notices
    assert expected in notice.what
    assert notice.cure
    assert notice.severity == "erreur"
    assert "Traceback" not in str(notice)
    if path.suffix not in (".bib", ".json"):
        with pytest.raises(SourceError) as caught:
            read(path, raw)
        assert caught.value.path == f"data/raw/{name}"


def test_a_bomb_is_refused_before_it_is_unpacked(raw):
    import tracemalloc

    path = raw / "entretiens" / "bombe.docx"
    path.write_bytes(office("docx", {f"word/{n}.xml": b" " * 30_000_000 for n in range(10)}))
    tracemalloc.start()
    with pytest.raises(SourceError, match="démesurée"):
        read(path, raw)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_more_text_than_memory_can_hold_is_refused(raw, monkeypatch):
    monkeypatch.setitem(guard.XML_BYTES, "odt", 100_000)
    path = raw / "entretiens" / "lourd.odt"
    path.write_bytes(office("odt", {"b.xml": b"<a>" + os.urandom(60_000).hex().encode() + b"</a>"}))
    with pytest.raises(SourceError, match="plus de texte"):
        read(path, raw)


@pytest.mark.parametrize("range_", ["A1:XFD1048576", "&#65;1:XFD1048576", "$A$1:$XFD$1048576"])
def test_a_merge_of_a_whole_sheet_is_refused(raw, range_):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/>'
        f'<mergeCells count="1"><mergeCell ref="{range_}"/></mergeCells></worksheet>'
    )
    path = raw / "tableaux" / "mur.xlsx"
    path.parent.mkdir()
    path.write_bytes(office("xlsx", {"xl/worksheets/sheet1.xml": sheet.encode()}))
    with pytest.raises(SourceError, match="fusionne"):
        read(path, raw)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "-->" + "<!--" * 400_000),
        ("b.md", "<div>" + "<" * 400_000),
        ("a.rtf", "{\\rtf1 " + "{\\field{\\*\\fldinst{" * 30_000),
        ("a.txt", "---\n" + "a" * 900_000 + ": [\n---\nNadia : oui\nMaud : non"),
        ("a.TextGrid", '"ooTextFile" "TextGrid" 0 1 <exists> 9 ' + '"' * 400_001),
        ("a.srt", "1\n00:00:00,000 --> 00:00:01,000\n" + "<" * 400_000),
        ("c.txt", ("A " * 300 + "\n") * 1_000),
    ],
)
def test_a_file_made_to_be_slow_is_not(raw, name, content):
    (raw / "entretiens" / name).write_text(content, encoding="utf-8")
    before = time.process_time()
    read_material(raw)
    assert time.process_time() - before < 5  # some of these took minutes


def test_an_archive_in_an_archive_is_not_opened(raw):
    inner = office("docx", {"word/media/b.xml": b" " * 30_000_000})
    path = raw / "entretiens" / "poupee.docx"
    path.write_bytes(office("docx", {"word/embeddings/a.docx": inner}))
    assert read(path, raw).turns[0].words == "Nadia : oui"


def test_a_link_to_an_outside_address_is_never_followed(raw, monkeypatch):
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("a file made the program open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="rId99" TargetMode="External" Target="http://exemple.fr/a" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
        "</Relationships>"
    )
    path = raw / "entretiens" / "modele.docx"
    path.write_bytes(office("docx", {"word/_rels/settings.xml.rels": rels.encode()}))
    assert read(path, raw).turns


def test_a_link_out_of_the_project_is_not_read(raw, tmp_path):
    (tmp_path / "secret.txt").write_text("Nadia : mon mot de passe", encoding="utf-8")
    (tmp_path / "dehors").mkdir()
    (tmp_path / "dehors" / "a.txt").write_text("Nadia : oui", encoding="utf-8")
    try:
        (raw / "entretiens" / "lien.txt").symlink_to(tmp_path / "secret.txt")
        (raw / "entretiens" / "dossier").symlink_to(tmp_path / "dehors")
        (raw / "entretiens" / "rompu.txt").symlink_to(tmp_path / "absent.txt")
        (raw / "entretiens" / "boucle").symlink_to(raw)
    except OSError:
        pytest.skip("this system does not let tests make symbolic links")
    result = read_material(raw)
    assert [document.path for document in result.documents] == [GOOD]
    assert sorted(notice.path.removeprefix("data/raw/") for notice in result.notices) == [
        "entretiens/boucle", "entretiens/dossier", "entretiens/lien.txt", "entretiens/rompu.txt",
    ]  # fmt: skip


def test_a_file_is_read_through_links_as_long_as_they_stay_in_the_folder(raw, tmp_path):
    (tmp_path / "dehors").mkdir()
    (tmp_path / "dehors" / "a.txt").write_text("Nadia : mon mot de passe", encoding="utf-8")
    try:
        (raw / "entretiens" / "dossier").symlink_to(tmp_path / "dehors")
        (raw / "entretiens" / "dedans.txt").symlink_to(raw / GOOD)
        (tmp_path / "autrement").symlink_to(raw)
    except OSError:
        pytest.skip("this system does not let tests make symbolic links")
    way_out = raw / "entretiens" / ".." / ".." / "dehors" / "a.txt"
    for path in (raw / "entretiens" / "dossier" / "a.txt", way_out):
        with pytest.raises(SourceError, match="autre dossier"):
            guard.read_bytes(path, raw)
    assert read(raw / "entretiens" / "dedans.txt", raw).turns == read(raw / GOOD, raw).turns
    # a project whose data/raw is itself a link
    elsewhere = tmp_path / "autrement"
    assert read(elsewhere / GOOD, elsewhere).turns


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_hang_the_run(raw):
    os.mkfifo(raw / "entretiens" / "tube.txt")
    result = read_material(raw)
    assert [notice.path for notice in result.notices] == ["data/raw/entretiens/tube.txt"]


@pytest.mark.parametrize("name", ["tableaux/mur.xlsx", "participants.csv", "effectifs.xlsx"])
def test_a_table_open_in_excel_says_so(raw, name, monkeypatch):
    path = raw / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"PK")
    import builtins

    real = builtins.open

    def locked(file, *args, **options):
        if Path(file) == path:
            raise PermissionError(13, "Permission denied")
        return real(file, *args, **options)

    monkeypatch.setattr(builtins, "open", locked)
    result = read_material(raw)
    assert [(notice.path, "Excel" in notice.what) for notice in result.notices] == [
        (f"data/raw/{name}", True)
    ]


def test_lock_files_and_what_the_system_leaves_do_not_count(raw):
    (raw / "tableaux").mkdir()
    for name in ("tableaux/~$mur.xlsx", "tableaux/.~lock.mur.xlsx#", ".DS_Store", "LISEZMOI.md",
                 "entretiens/LISEZMOI.txt", "entretiens/Thumbs.db", ".git/config", "a.tmp"):  # fmt: skip
        path = raw / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    assert inventory(raw) == [raw / GOOD]
    assert read_material(raw).notices == ()


def test_recordings_and_photos_are_told_apart_from_faults(raw):
    (raw / "entretiens" / "a.mp3").write_bytes(b"ID3")
    assert [notice.severity for notice in read_material(raw).notices] == ["note"]


def test_two_names_that_look_the_same(raw):
    for name in ("é.txt", "e\u0301.txt"):
        (raw / "entretiens" / name).write_text("Nadia : oui\nMaud : non", encoding="utf-8")
    if len(list((raw / "entretiens").iterdir())) < 3:
        pytest.skip("this disk does not tell composed and decomposed accents apart")
    result = read_material(raw)
    assert [document.path for document in result.documents] == [GOOD, "entretiens/\u00e9.txt"]
    assert len(result.notices) == 1


def test_reading_writes_nothing(raw):
    (raw / "tableaux").mkdir()
    (raw / "tableaux" / "mur.xlsx").write_bytes(office("xlsx"))
    (raw / "entretiens" / "a.docx").write_bytes(office("docx"))
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in inventory(raw)}
    read_material(raw)
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in inventory(raw)} == before


STARTS = [b"", b"PK\x03\x04", b"%PDF-1.4\n", b"{\\rtf1 ", b"WEBVTT\n\n", b"\xff\xfe", b"---\n", b"[{",
          b"1\n00:00:00,000 --> 00:00:01,000\n", b'"ooTextFile" "TextGrid" 0 1 <exists> ',
          b"@article{a,\n", b"TY  - JOUR\n", b"ligne;colonne;texte\n", b"\xef\xbb\xbf"]  # fmt: skip
PIECES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [b"\n", b"\r\n", b'"', b";", b"{", b"}", b"\\", b"[", b"]", b": ", b"Nadia : oui\n",
         b"\\'e9", b"\\u233?", b"<v A>", b"&#0;", b"00:00:01.000 --> 00:00:02.000\n", b"\xe9",
         b"key: [a\n", b"---\n", b"title = {", b"\x00", b"9999999999999", b"<!--", b"|", b"\\bin9"]
    ),
)  # fmt: skip


@pytest.mark.parametrize("extension", sorted(FOLDERS))
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=st.sampled_from(STARTS), pieces=st.lists(PIECES, max_size=12))
def test_any_bytes_are_read_or_refused_in_french(raw, extension, start, pieces):
    path = raw / FOLDERS[extension] / f"x.{extension}"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(start + b"".join(pieces))
    result = read_material(raw)
    read_it = any(document.path.endswith(f"x.{extension}") for document in result.documents)
    named = any(notice.path.endswith(f"x.{extension}") for notice in result.notices)
    assert read_it or named or result.references
    for document in result.documents:
        assert all(turn.words for turn in document.turns)
    if extension not in ("bib", "ris", "json") and not read_it:
        with pytest.raises(SourceError):
            read(path, raw)


@pytest.mark.parametrize("extension", ["docx", "xlsx", "odt"])
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_office_file_is_read_or_refused_in_french(raw, extension, data):
    whole = bytearray(office(extension))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    part = data.draw(st.sampled_from([None, MAIN[extension], "[Content_Types].xml", "styles.xml"]))
    content = bytes(whole)
    if part:
        xml = data.draw(
            st.sampled_from([b"", b"<a", b"<a/>", b"<a xmlns='x'><b>t</b></a>", b"\xff" * 9])
        )
        content = office(extension, {part: xml})
    path = raw / FOLDERS[extension] / f"x.{extension}"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    result = read_material(raw)
    assert len(result.documents) + len(result.notices) >= 2


@pytest.mark.parametrize("name", ["participants.csv", "sources.csv", "effectifs.csv"])
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    start=st.sampled_from(
        [b"", b"pseudonyme;roles\n", b"fichier,vague\n", "critère;valeur;effectif\n".encode()]
    ),
    data=st.binary(max_size=80),
)
def test_any_table_beside_the_files_leaves_them_readable(raw, name, start, data):
    (raw / name).write_bytes(start + data)
    assert GOOD in [document.path for document in read_material(raw).documents]
