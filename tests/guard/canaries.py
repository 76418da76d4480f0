"""Forty names, places and trades, a project full of them, and a search of every published byte.

A canary is a word that stands nowhere else: found in what is published, it came from there.
"""

from __future__ import annotations

import base64
import csv
import html
import io
import re
import unicodedata
import zipfile
import zlib

import openpyxl
import openpyxl.comments
import pypdfium2
import pypdfium2.raw as pdfium

from transfo_analysis.corpus.canonical import fold

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
HIDDEN = [
    *PEOPLE,
    *((place, f"Lieu{rank}") for rank, place in enumerate(PLACES)),
    *((trade, f"Métier{rank}") for rank, trade in enumerate(TRADES)),
]
NAMES = [name for name, _ in PEOPLE]

SETTINGS = """\
titre: Essai
cas:
  - {id: mobilites, titre: Mobilités, lignes: mode, colonnes: categorie}
  - {id: debat-pont-rosellin, titre: Le débat, lignes: question, colonnes: position, dossiers: [debats]}
diffusion: {comptes: true}
"""
# what a codebook holds and the wall does not: definitions, words, families of no table
CODEBOOK = f"""\
familles:
  - id: mode
    libelle: Modes
    definition: "Comme l’a demandé {NAMES[0]}."
    codes:
      - {{id: velo, libelle: Vélo, definition: "Voir {NAMES[1]}, à {PLACES[0]}.", mots: [{TRADES[0]}]}}
      - {{id: bus, libelle: Bus}}
  - id: categorie
    libelle: Catégories
    codes: [{{id: frein, libelle: Freins}}, {{id: usage, libelle: Usages}}]
  - id: lieu
    libelle: "Lieux de {NAMES[2]}"
    codes: [{{id: ici, libelle: "{PLACES[1]}"}}]
  - id: question
    libelle: Questions
    definition: "Posées par {NAMES[5]} à {PLACES[5]}."
    codes:
      - {{id: abri, libelle: "Faut-il un abri à chaque porte ?", definition: "Celui de {PLACES[6]}."}}
      - {{id: pluie, libelle: "Roule-t-on quand il pleut ?"}}
  - id: position
    libelle: Positions
    codes: [{{id: oui, libelle: Oui, mots: [{TRADES[6]}]}}, {{id: non, libelle: Non}}]
"""
HEAD = "pseudonyme,roles,grade,metier,service,consentement_analyse,consentement_citation,consentement_affichage\n"


# -- planted ---------------------------------------------------------------------------------------


def forms(name):
    """Return ways of writing a name, whole."""
    first, _, family = name.partition(" ")
    family = family or first
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return [name, name.upper(), plain, f"Mme {family}", f"{first[0]}. {family}", first,
            f"d’{first}", unicodedata.normalize("NFD", name), name.replace("-", " ")]  # fmt: skip


def said(rank, name):
    """Return what a person says, with somebody, a place and a trade in it, in some form."""
    other, place = PEOPLE[(rank + 5) % 12][0], PLACES[rank]
    one, two = forms(other)[rank % 9], forms(place)[(0, 1, 2, 7, 8)[rank % 5]]
    trade = TRADES[rank] if rank % 2 else TRADES[rank].upper()
    return f"Le vélo est trop lourd entre {two} et chez {one}, dit la {trade} de {place}."


def argument(rank, name):
    """Return what a person argues: other words than in their talk."""
    return said(rank, name).replace("est trop lourd", "prend la pluie")


def argued():
    """Return a moving debate: who stood where, what they say, what made some move.

    A name in each column that people fill, in one that nobody reads, in a question of no code,
    in a side of no question.
    """
    head = "question;participant;avant;après;argument;côté;a bougé parce que;grade;remarque"
    rows = [head]
    for rank, name in enumerate(NAMES):
        side = ("oui", "non")[rank % 2]
        moved = ("non", f"Le vélo de {NAMES[rank - 1]} l’a fait changer d’avis") if rank == 4 else (
            side, "")  # fmt: skip
        for question in ("abri", "Roule-t-on quand il pleut ?"):
            rows.append(
                f"{question};{name};{side};{moved[0]};{argument(rank, name)};;{moved[1]};"
                f"{'ABC'[rank % 3]};Vu avec {NAMES[rank - 2]}, {TRADES[rank]}"
            )
    nobodys = f"Le vélo de {PLACES[8]} dort dehors"
    rows += [
        f"abri;;oui;oui;{nobodys};oui;;;",
        f"abri;groupe de {NAMES[6]};du côté de {PLACES[9]};;{nobodys};{PLACES[9]};;{TRADES[4]};",
        f"Faut-il fermer {PLACES[10]} ?;{NAMES[7]};oui;non;{nobodys};;{nobodys};;",
    ]
    return "\n".join(rows) + "\n"


def material(folder):
    """Write what came from the field: names in words, labels, headers, file and folder names."""
    raw = folder / "data/raw"
    rows = [
        f"{code},enquêté,{'ABC'[rank % 3]},{TRADES[rank]},Service {PLACES[rank]},oui,oui,oui\n"
        for rank, (_, code) in enumerate(PEOPLE)
    ]
    talks = {
        f"entretiens/vague-1/chez {PLACES[2]}/entretien {name}.txt": (
            f"Paul : Et le vélo ?\n{name} : {said(rank, name)}\n"
        )
        for rank, name in enumerate(NAMES)
    }
    written = {
        "participants.csv": HEAD + "".join(rows),
        **talks,
        f"observations/vague-1/suivi {NAMES[3]}.md": (
            f"---\ntitre: Avec {NAMES[3]} à {PLACES[4]}\nobservateur: {NAMES[0]}\n"
            f"observe: {NAMES[3]}\nsituation: Tournée de {NAMES[3]}\nlieu: {PLACES[4]}\n---\n"
            f"Le vélo attend {NAMES[5]} devant {PLACES[6]}, dit la {TRADES[7]}.\n"
            f"{NAMES[3]} : « Le vélo de {NAMES[6]} est crevé. »\n"
        ),
        f"debriefings/vague-1/bilan de {NAMES[4]}.txt": (
            f"Animatrice : Que retenez-vous de {PLACES[12]} ?\n"
            f"- {NAMES[10]} : Le vélo de {NAMES[11]} grince, dit la {TRADES[10]}.\n"
        ),
        f"veille/vague-1/lecture {NAMES[7]}.md": (
            f"---\ntitre: Lecture de {NAMES[7]}\nenqueteur: {NAMES[7]}\n"
            f"reference: kervella2020\netude: {NAMES[8]}\n---\n"
            f"Le vélo recule à {PLACES[8]}, écrit {NAMES[8]}, {TRADES[9]}.\n"
        ),
        "veille/vague-1/références.bib": (
            f"@article{{kervella2020,\n author = {{Kervella, Aurélie and {NAMES[8]}}},\n"
            f" title = {{Le vélo à {PLACES[9]}}},\n journal = {{Cahiers de {PLACES[10]}}},\n"
            " year = {2020}\n}\n"
        ),
        f"tableaux/vague-1/mur de {PLACES[11]}.csv": (
            "vague,groupe,ligne,colonne,texte,source,situation\n"
            f"1,groupe de {NAMES[9]},Bus,Freins,Le vélo de {NAMES[9]} ne rentre pas,{NAMES[9]},\n"
            f"1,{TRADES[11]},Bus,Usages,Le vélo de {PLACES[12]} suit le bus,,{PLACES[13]}\n"
        ),
        f"debats/vague-1/à {PLACES[3]}/débat animé par {NAMES[2]}, {TRADES[4]}.csv": argued(),
    }
    for name, text in written.items():
        path = raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def debated_again(folder):
    """Write a second debate, as a workbook: names in its sheets, its comments, its author."""
    book = openpyxl.Workbook()
    book.properties.creator, book.properties.title = NAMES[8], PLACES[11]
    sheet, notes = book.active, book.create_sheet(f"Vu par {NAMES[9]}")
    sheet.title = PLACES[13]
    for row in csv.reader(io.StringIO(argued()), delimiter=";"):
        sheet.append(row)
    sheet["B2"].comment = openpyxl.comments.Comment(f"C’est {NAMES[0]}", NAMES[1])
    notes.append([f"La {TRADES[13]} n’est pas venue."])
    path = folder / f"data/raw/debats/vague-2/salle de {PLACES[12]} avec {NAMES[11]}.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)


def later(folder):
    """Write what came once every name was in the key: a second wave."""
    debated_again(folder)
    path = folder / f"data/raw/entretiens/vague-2/{NAMES[0]} et {NAMES[1]}.txt"
    path.parent.mkdir(parents=True)
    lines = [f"{name} : {said(rank + 3, name)}\n" for rank, name in enumerate(NAMES[:3])]
    path.write_text("Paul : Et le vélo ?\n" + "".join(lines), encoding="utf-8")


# -- looked for ------------------------------------------------------------------------------------


def planted():
    """Return every distinctive word of what was planted, folded."""
    words = {w for name in NAMES for w in fold(name).split() if len(w) > 3}
    words |= {w for one in (*PLACES, *TRADES) for w in fold(one).split() if len(w) > 5}
    return words - {"saint", "bruyeres", "sourcier", "plage", "garde"}


def leaks(folder):
    """Return (file, where, word) for each planted word that a file, or its name, holds."""
    known = planted()
    return [
        (path.name, where, word)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for where, text in texts_of(str(path.relative_to(folder)), path.read_bytes())
        for word in known & set(fold(text).split())
    ]


def texts_of(name, data):
    """Give every text that a file holds, whatever it is wrapped in."""
    kind = name.rpartition(".")[2].lower()
    yield "nom", name
    yield "octets", data.decode("utf-8", "ignore")
    for wide in ("utf-16-le", "utf-16-be"):
        yield "octets larges", data.decode(wide, "ignore")
    if kind in ("xlsx", "docx"):
        yield from _zipped(data)
    elif kind in ("svg", "html", "xml", "rels", "csv", "txt"):
        yield from _written(data.decode("utf-8"))
    elif kind == "pdf":
        yield from _pdf(data)
    elif kind == "png":
        yield from _png(data)


def _zipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield "archive", archive.comment.decode("utf-8", "ignore")
        for entry in archive.infolist():
            yield entry.filename, (entry.comment + entry.extra).decode("utf-8", "ignore")
            for where, text in texts_of(entry.filename, archive.read(entry)):
                yield f"{entry.filename}, {where}", text


def _written(text):
    """Give a page as it is read: entities told, tags inside words taken out, data unwrapped."""
    plain = html.unescape(text)
    yield "entités", plain
    yield "sans balises", re.sub(r"<[^>]*>", "", plain)
    for kind, wrapped in re.findall(r"data:[^;,]*/(\w+)[^,]*;base64,([\w+/=]+)", text):
        yield from texts_of(f"données.{kind}", base64.b64decode(wrapped))


def _pdf(data):
    book = pypdfium2.PdfDocument(data)
    yield "métadonnées", str(book.get_metadata_dict())
    yield "signets", " ".join(str(item.get_title()) for item in book.get_toc())
    for page in book:
        yield "page", page.get_textpage().get_text_bounded().replace("\ufffe\r\n", "")
        yield "structure", " ".join(_structure(page))
    streams = re.findall(rb"stream\r?\n(.*?)\r?\n?endstream", data, re.DOTALL)
    for body in (data, *map(_inflated, streams)):
        yield "flux", body.decode("utf-8", "ignore")
        yield from (("chaîne", text) for text in _strings(body))


def _strings(body):
    """Give the strings of a piece of PDF, their escapes told: title, XMP's copies, what is spoken."""
    for one in re.findall(rb"\(((?:\\.|[^\\()])*)\)", body, re.DOTALL):
        plain = re.sub(rb"\\([0-7]{1,3})", lambda m: bytes([int(m[1], 8) & 255]), one)
        plain = re.sub(rb"\\(.)", rb"\1", plain, flags=re.DOTALL)
        yield plain.decode("utf-16" if plain[:2] == b"\xfe\xff" else "latin-1", "ignore")
    for one in re.findall(rb"<((?:[0-9A-Fa-f]{2}\s*){4,})>", body):
        plain = bytes.fromhex(one.decode())
        yield plain.decode("utf-16" if plain[:2] == b"\xfe\xff" else "latin-1", "ignore")


def _structure(page):
    """Give the alternative, actual and title texts of a tagged page."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    waiting = [
        pdfium.FPDF_StructTree_GetChildAtIndex(tree, at)
        for at in range(pdfium.FPDF_StructTree_CountChildren(tree))
    ]
    while waiting:
        one = waiting.pop()
        if not one:
            continue
        for get in (
            pdfium.FPDF_StructElement_GetAltText,
            pdfium.FPDF_StructElement_GetActualText,
            pdfium.FPDF_StructElement_GetTitle,
        ):
            size = get(one, None, 0)
            if size > 2:
                import ctypes

                room = ctypes.create_string_buffer(size)
                get(one, room, size)
                yield room.raw[: size - 2].decode("utf-16-le")
        count = max(0, pdfium.FPDF_StructElement_CountChildren(one))
        waiting += [pdfium.FPDF_StructElement_GetChildAtIndex(one, at) for at in range(count)]
    pdfium.FPDF_StructTree_Close(tree)


def _png(data):
    """Give every chunk of a picture, but its points."""
    at = 8
    while at < len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8].decode()
        body, at = data[at + 8 : at + 8 + size], at + 12 + size
        if kind == "IDAT":
            continue
        for part in (body, *body.split(b"\0")):
            for found in (part, _inflated(part), _inflated(part[1:])):
                yield kind, found.decode("utf-8", "ignore")
                yield kind, found.decode("latin-1")


def _inflated(data):
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""
