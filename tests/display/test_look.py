"""The style of what hangs: good without its file, and a bad line of it is told, not printed."""

from __future__ import annotations

import pytest
from PIL import Image

from transfo_analysis.display import look
from transfo_analysis.display.look import Style


def written(folder, text):
    (folder / "affichage.yaml").write_text(text, encoding="utf-8")
    return look.read(folder)


def test_without_a_file_the_style_is_the_programs_own(tmp_path):
    assert look.read(tmp_path) == (Style(), [])


def test_the_file_of_a_new_project_says_nothing_is_wrong(new_project):
    style, notices = look.read(new_project)
    assert notices == []
    assert style == Style()


@pytest.mark.parametrize(
    ("line", "place", "said"),
    [
        ("logo: absent.svg", "ligne 1", "absent.svg"),
        ("adresse: notre page", "ligne 1", "pas une adresse"),
        ("polices:\n  texte: Comic Sans MS", "ligne 2", "Libertinus Serif"),
        ("polices:\n  dossier: nulle-part", "ligne 2", "nulle-part"),
        ("couleurs:\n  accent: bleu", "ligne 2", "pas une couleur"),
        ('couleurs:\n  accent: "#ffff88"', "ligne 2", "ne se lit pas bien"),
        ("couleur: rouge", "ligne 1", "couleurs"),
        ("couleurs: [1]", "ligne 1", "lignes « clé : valeur »"),
    ],
)
def test_what_cannot_be_followed_is_told_with_its_line_and_left_out(tmp_path, line, place, said):
    style, notices = written(tmp_path, line)
    assert style == Style()
    assert notices[0].path == "affichage.yaml"
    assert notices[0].place == place
    assert said in str(notices[0]).replace("\u202f", " ")


def test_a_dark_paper_gets_inks_that_are_read_on_it(tmp_path):
    style, notices = written(tmp_path, 'couleurs:\n  papier: "#101820"\n')
    assert style.paper == "#101820"
    assert {style.ink, style.accent, *style.kinds.values()} == {"#ffffff"}
    assert notices == []  # nobody asked for the colours that had to change


def test_a_logo_loses_what_its_programs_noted(tmp_path):
    picture = Image.new("RGB", (8, 8), "red")
    exif = picture.getexif()
    exif[0x013B] = "Autrice Secrète"
    picture.save(tmp_path / "logo.jpg", exif=exif)
    style, notices = written(tmp_path, "logo: logo.jpg")
    assert notices == []
    assert style.logo.name == "logo.png"
    assert b"Secr" not in style.logo.data
    (tmp_path / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="urn:inkscape" i:chemin="/home/secret" '
        'width="9" height="9" onload="a()"><!-- secret --><metadata>secret</metadata>'
        '<script>secret</script><rect width="9" height="9"/></svg>'
    )
    style, notices = written(tmp_path, "logo: logo.svg")
    assert notices == []
    assert b"rect" in style.logo.data
    assert b"secret" not in style.logo.data
    assert b"onload" not in style.logo.data


@pytest.mark.parametrize("data", [b"", b"<svg", b"<svg/>", b"\x89PNG\r\n"])
def test_a_logo_that_does_not_read_is_told(tmp_path, data):
    (tmp_path / "logo.svg").write_bytes(data)
    style, notices = written(tmp_path, "logo: logo.svg")
    assert style.logo is None
    assert "ne se lit pas" in notices[0].what


def test_no_letters_come_from_the_machine():
    names = set(look.letters().families())
    assert {"Libertinus Serif", "DejaVu Sans"} <= names
    assert not any(name.startswith("Liberation") for name in names)
