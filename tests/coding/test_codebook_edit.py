"""The codebook in use: the file keeps its comments, the codings follow or are read again."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis import files
from transfo_analysis.coding import table
from transfo_analysis.coding.booktext import BookText
from transfo_analysis.coding.card import code_card
from transfo_analysis.coding.codebook import load
from transfo_analysis.coding.codebook_edit import CodebookEdit
from transfo_analysis.coding.desk import Desk
from transfo_analysis.coding.rereading import orphans, to_reread
from transfo_analysis.coding.state import replay
from transfo_analysis.errors import CodebookError, CodingError, WriteError

BOOK = """\
# Notre livre de codes : ne pas perdre cette ligne.

familles:

  - id: mode
    libelle: "Modes"   # ce dont on parle
    codes:
      # le vélo d’abord
      - id: velo   # court
        libelle: 'Vélo'
        couleur: "#56B4E9"
        definition: >-
          Aller à vélo, # ceci n’est pas un commentaire
          par tous les temps.
        mots:
          - vélo
          # un autre mot
          - {mot: biclou, nature: NOM}
          # fin des mots

      # puis l’électrique
      - id: velo_electrique
        libelle: Vélo électrique
        sous: velo
        mots: [vae]

      - id: voiture
        libelle: Voiture
        exclure: Le taxi.
        oppose: [mode:velo, "mode:velo_electrique"]

  # l’autre côté
  - id: categorie
    libelle: Catégories
    codes:
      - id: frein
        libelle: Frein
        oppose:
          - mode:velo
      - id: usage
        libelle: Usage
  - id: libre
    libelle: Libre
"""


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "data" / "coding" / "codebook.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(BOOK, encoding="utf-8")
    return tmp_path


def opened(project, corpus, like, coder="Ana"):
    folder = project / "data" / "coding"
    return Desk(folder, corpus, load(project), like.settings, coder=coder)


@pytest.fixture
def desk(project, small_corpus, desk):
    return opened(project, small_corpus, desk)


@pytest.fixture
def codes(project, desk):
    return CodebookEdit(project, desk)


def written(project):
    return (project / "data/coding/codebook.yaml").read_text(encoding="utf-8")


def changed_lines(project):
    """The lines of the file that are new, and those that are gone."""
    now, before = written(project).split("\n"), BOOK.split("\n")
    return (
        [line for line in now if now.count(line) > before.count(line)],
        [line for line in before if before.count(line) > now.count(line)],
    )


def held(desk):
    return sorted(c.code for c in desk.state.codings.values())


def waiting(desk):
    codings = table.codings(desk.state, desk.corpus, desk.store)
    return to_reread(codings, desk.state, desk.codebook)


def lost(desk):
    codings = table.codings(desk.state, desk.corpus, desk.store)
    return orphans(codings, desk.state, desk.codebook)


def test_a_renamed_code_is_renamed_wherever_the_file_names_it(project, desk, codes):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    codes.rename("mode:velo", "mode:bicyclette", label="Bicyclette")
    new, gone = changed_lines(project)
    assert new == [
        "      - id: bicyclette   # court",
        "        libelle: Bicyclette",
        "        sous: bicyclette",
        '        oppose: [mode:bicyclette, "mode:velo_electrique"]',
        "          - mode:bicyclette",
    ]
    assert len(gone) == 5
    assert held(desk) == ["mode:bicyclette"]
    # at once usable, and earlier names are understood
    desk.add("nadia", "mode:velo", quote="Le vélo est")
    assert held(desk) == ["mode:bicyclette"] * 2
    assert waiting(desk).empty


def test_a_label_alone_is_no_act(project, desk, codes):
    codes.rename("mode:velo", label="Le vélo")
    assert "libelle: Le vélo\n" in written(project)
    assert not desk.reader.folder.exists()


def test_a_merged_code_stays_in_the_file_as_a_comment_and_gives_its_words(project, desk, codes):
    desk.add("nadia", "mode:velo_electrique", quote="le vélo électrique")
    codes.merge("mode:velo_electrique", "mode:voiture")
    book = load(project)
    assert "mode:velo_electrique" not in book.codes
    assert [k.text for k in book["mode:voiture"].keywords] == ["vae"]
    assert book["mode:voiture"].opposes == ("mode:velo",)
    assert "      # - id: velo_electrique\n      #   libelle: Vélo électrique\n" in written(project)
    assert "# fusionné dans mode:voiture" in written(project)
    assert held(desk) == ["mode:voiture"]
    assert waiting(desk).empty


def test_merging_a_parent_into_its_sub_code_leaves_a_code_of_its_own(project, codes):
    codes.merge("mode:velo", "mode:velo_electrique")
    book = load(project)
    assert book["mode:velo_electrique"].under == ""
    assert [k.text for k in book["mode:velo_electrique"].keywords] == ["vae", "vélo", "biclou"]
    assert book["mode:voiture"].opposes == ("mode:velo_electrique",)
    assert book["categorie:frein"].opposes == ("mode:velo_electrique",)


def test_a_redefined_code_sends_its_codings_to_be_read_again(project, desk, codes):
    old = desk.add("nadia", "mode:velo", quote="trop lourd")
    codes.redefine("mode:velo", "Le vélo, assisté ou non.", exclude="Le vélo d’appartement.")
    new = desk.add("nadia", "mode:velo", quote="Le vélo est")
    (row,) = waiting(desk).to_dict("records")
    assert (row["coding_id"], row["reason"]) == (old, "redéfini")
    assert row["made_under"].startswith("Aller à vélo, # ceci n’est pas un commentaire par tous")
    assert row["today"] == "Le vélo, assisté ou non.\nExclure : Le vélo d’appartement."
    assert new != old
    assert desk.reread(old) == 1
    assert waiting(desk).empty
    # the definition that it was made under is still known
    coding = desk.state.codings[old]
    assert desk.state.definition_texts[coding.definition].startswith("Aller à vélo")
    codes.redefine("mode:velo", "Autre chose encore.")
    assert set(waiting(desk)["coding_id"]) == {old, new}


def test_a_definition_edited_by_hand_counts_as_a_new_one(project, small_corpus, desk):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    path = project / "data/coding/codebook.yaml"
    path.write_text(BOOK.replace("par tous les temps", "quand il fait beau"), encoding="utf-8")
    again = opened(project, small_corpus, desk)
    assert list(waiting(again)["made_under"]) == [
        "Aller à vélo, # ceci n’est pas un commentaire par tous les temps."
    ]
    # and written back, nothing waits any more; spaces make no difference
    path.write_text(BOOK.replace("par tous les temps", "par  tous\n          les temps"))
    assert waiting(opened(project, small_corpus, desk)).empty


def test_a_first_definition_sends_to_be_read_again_when_a_person_says_so(desk, codes):
    desk.add("nadia", "categorie:frein", quote="trop lourd")
    codes.redefine("categorie:frein", "Ce qui empêche.")
    assert list(waiting(desk)["made_under"]) == [""]
    assert list(waiting(desk)["code"]) == ["categorie:frein"]


def test_a_split_code_stays_until_its_codings_were_read_again(project, desk, codes):
    one = desk.add("nadia", "mode:velo", quote="trop lourd")
    other = desk.add("nadia", "mode:velo", quote="J'prends l'vélo")
    codes.split("mode:velo", {"velo_ville": "Vélo en ville", "mode:velo_loin": "Vélo loin"})
    assert list(load(project).names("mode"))[:3] == [
        "mode:velo",
        "mode:velo_ville",
        "mode:velo_loin",
    ]
    found = waiting(desk)
    assert set(found["coding_id"]) == {one, other}
    assert set(found["split_into"]) == {"mode:velo_ville mode:velo_loin"}
    desk.reread(one)
    desk.add("nadia", "mode:velo_ville", quote="J'prends l'vélo")
    desk.withdraw(other)
    assert waiting(desk).empty


def test_a_code_moves_with_its_comments(project, desk, codes):
    codes.move("mode:velo_electrique", after="mode:voiture")
    lines = written(project).split("\n")
    at = lines.index("      - id: velo_electrique")
    assert lines[at - 1] == "      # puis l’électrique"
    assert "          # fin des mots" in lines[: lines.index("      - id: voiture")]
    assert list(load(project).names("mode"))[-1] == "mode:velo_electrique"
    new, gone = changed_lines(project)
    assert not new
    assert not gone


def test_a_code_that_changes_family_takes_its_codings_along(project, desk, codes):
    desk.add("nadia", "mode:velo_electrique", quote="trop lourd")
    codes.move("mode:velo_electrique", family="libre")
    book = load(project)
    assert book["libre:velo_electrique"].label == "Vélo électrique"
    assert book["mode:voiture"].opposes == ("mode:velo", "libre:velo_electrique")
    assert held(desk) == ["libre:velo_electrique"]
    with pytest.raises(CodebookError, match="seul code de sa famille"):
        codes.move("libre:velo_electrique", family="mode")


def test_colour_order_and_parent_change_the_file_only(project, desk, codes):
    codes.recolour("mode:voiture", "#D55E00")
    codes.recolour("mode:velo", "")
    codes.move("categorie:usage", after="", under="frein")
    book = load(project)
    assert (book["mode:voiture"].colour, book["mode:velo"].colour) == ("#D55E00", "")
    assert book.names("categorie") == ["categorie:usage", "categorie:frein"]
    assert book.parent("categorie:usage") == "categorie:frein"
    assert not desk.reader.folder.exists()
    with pytest.raises(CodebookError, match="serait faux"):
        codes.recolour("mode:voiture", "rouge")


def test_a_code_born_in_the_field_is_written_in_the_file_when_it_is_changed(project, desk, codes):
    desk.create_code("mode:barque", "Barque", "Ramer.")
    desk.add("nadia", "mode:barque", quote="trop lourd")
    codes.redefine("mode:barque", "Ramer ou pagayer.")
    assert load(project)["mode:barque"].definition == "Ramer ou pagayer."
    assert list(waiting(desk)["made_under"]) == ["Ramer."]
    codes.rename("mode:barque", "mode:canot")
    assert held(desk) == ["mode:canot"]
    assert load(project)["mode:canot"].label == "Barque"


def test_a_new_code_is_in_the_file_and_in_the_journal(project, desk, codes):
    codes.create("libre:vent", "Le vent : de face", "Souffler. " * 20)
    assert load(project)["libre:vent"].label == "Le vent : de face"
    assert desk.state.created["libre:vent"]["label"] == "Le vent : de face"
    desk.add("nadia", "libre:vent", quote="trop lourd")
    assert waiting(desk).empty


def test_an_undo_passes_over_what_the_file_holds_too(project, desk, codes):
    coding = desk.add("nadia", "mode:velo", quote="trop lourd")
    codes.rename("mode:velo", "mode:bicyclette")
    (undone,) = desk.undo()
    assert undone.data["event"] == coding
    assert desk.redo()
    assert held(desk) == ["mode:bicyclette"]
    codes.rename("mode:bicyclette", "mode:velo")
    assert held(desk) == ["mode:velo"]
    assert written(project) == BOOK


def test_names_that_would_mix_codings_are_refused(project, desk, codes):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    codes.rename("mode:velo", "mode:bicyclette")
    before = written(project)
    for fault in (
        lambda: codes.rename("mode:voiture", "mode:velo"),
        lambda: codes.rename("mode:voiture", "mode:bicyclette"),
        lambda: codes.rename("mode:voiture", "categorie:voiture"),
        lambda: codes.rename("mode:voiture", "mode:La Voiture"),
        lambda: codes.create("mode:velo", "Vélo"),
        lambda: codes.merge("mode:voiture", "mode:voiture"),
        lambda: codes.merge("mode:voiture", "mode:fusee"),
        lambda: codes.split("mode:voiture", {"mode:bicyclette": "Vélo"}),
        lambda: codes.move("mode:bicyclette", family="libre"),  # it has a sub-code
    ):
        with pytest.raises(CodebookError):
            fault()
    assert written(project) == before


def test_file_and_journal_change_together_or_not_at_all(project, desk, codes, monkeypatch):
    desk.add("nadia", "mode:velo", quote="trop lourd")

    def full(path, lines):
        raise WriteError("Le disque est plein.", path=str(path))

    monkeypatch.setattr(files, "append_lines", full)
    with pytest.raises(WriteError):
        codes.rename("mode:velo", "mode:bicyclette")
    assert written(project) == BOOK
    assert held(desk) == ["mode:velo"]
    assert "mode:velo" in desk.codebook.codes


def test_nobody_renames_without_a_name(project, small_corpus, desk):
    nobody = opened(project, small_corpus, desk, coder="")
    with pytest.raises(CodingError):
        CodebookEdit(project, nobody).rename("mode:velo", "mode:bicyclette")
    assert written(project) == BOOK


def test_an_identifier_changed_by_hand_is_said_and_followed(project, small_corpus, desk):
    desk.add("nadia", "mode:velo", quote="trop lourd")
    desk.add("nadia", "mode:voiture", quote="La voiture, elle")
    path = project / "data/coding/codebook.yaml"
    edited = BOOK.replace("id: velo ", "id: petite_reine ").replace(
        "sous: velo", "sous: petite_reine"
    )
    path.write_text(
        edited.replace("mode:velo\n", "mode:petite_reine\n").replace(
            "[mode:velo,", "[mode:petite_reine,"
        )
    )
    again = opened(project, small_corpus, desk)
    (notice,) = lost(again)
    assert "1 codage avec le code « mode:velo »" in notice.what
    assert "nadia (1)" in notice.what
    assert 'projet.codes.rename("mode:velo", "mode:petite_reine")' in notice.cure
    CodebookEdit(project, again).rename("mode:velo", "mode:petite_reine")
    assert not lost(again)
    assert held(again) == ["mode:petite_reine", "mode:voiture"]
    assert path.read_text(encoding="utf-8").count("petite_reine") == 4


def test_windows_line_ends_and_marks_stay(project, desk, codes):
    path = project / "data/coding/codebook.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BOOK.replace("\n", "\r\n").encode())
    codes.rename("mode:velo", "mode:bicyclette")
    codes.rename("mode:bicyclette", "mode:velo")
    assert path.read_bytes() == b"\xef\xbb\xbf" + BOOK.replace("\n", "\r\n").encode()


def test_a_card_shows_what_most_coders_gave_the_code(project, small_corpus, desk):
    desk.add("nadia", "mode:velo", quote="J'prends l'vélo")
    desk.add("nadia", "mode:velo", quote="le vélo électrique")
    desk.add("nadia", "mode:velo", quote="Le vélo est trop lourd")
    opened(project, small_corpus, desk, "Ben").add("nadia", "mode:velo", quote="trop lourd")
    codings = table.codings(desk.state, desk.corpus, desk.store)
    card = code_card("mode:velo", desk.codebook, desk.state, desk.corpus, codings)
    assert [q.words for q in card.quotes] == ["Le vélo est trop lourd", "J’prends l’vélo"]
    assert [q.coders for q in card.quotes] == [2, 1]
    assert "Aller à vélo" in str(card)
    assert card.codings == 4
    with pytest.raises(CodebookError):
        code_card("mode:fusee", desk.codebook, desk.state, desk.corpus, codings)


def test_a_card_shows_hostile_words_as_words(project, small_corpus, desk, codes):
    codes.redefine("mode:velo", "<img src=x onerror=alert(1)>")
    codings = table.codings(desk.state, desk.corpus, desk.store)
    card = code_card("mode:velo", desk.codebook, desk.state, desk.corpus, codings)
    assert "<img" not in card._repr_html_()
    assert "&lt;img" in card._repr_html_()


# -- whatever is done ------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "withdraw", "rename", "merge", "split", "redefine", "reread", "undo"]
        ),
        st.integers(0, 7),
        st.integers(0, 7),
    ),
    max_size=10,
)
QUOTES = ["J'prends l'vélo", "trop lourd", "Le vélo est", "La voiture, elle", "c’est la voiture"]


@settings(deadline=None, max_examples=30 if os.environ.get("TRANSFO_FULL") else 10)
@given(STEPS)
def test_nothing_that_is_done_touches_what_was_written(
    tmp_path_factory, small_corpus, desk_like, steps
):
    project = tmp_path_factory.mktemp("p")
    (project / "data/coding").mkdir(parents=True)
    (project / "data/coding/codebook.yaml").write_text(BOOK, encoding="utf-8")
    desk = opened(project, small_corpus, desk_like)
    codes = CodebookEdit(project, desk)
    journal = desk.reader.folder / "ana--poste1.jsonl"
    bytes_so_far = b""
    for fresh, (step, a, b) in enumerate(steps):
        names = list(load(project).codes)
        one, other = names[a % len(names)], names[b % len(names)]
        mine = list(desk.state.codings)
        try:
            if step == "add":
                desk.add("nadia", one, quote=QUOTES[b % len(QUOTES)])
            elif step == "withdraw" and mine:
                desk.withdraw(mine[a % len(mine)])
            elif step == "rename":
                codes.rename(one, f"{one.partition(':')[0]}:n{fresh}")
            elif step == "merge":
                codes.merge(one, other)
            elif step == "split":
                codes.split(one, {f"s{fresh}": "Un", f"t{fresh}": "Deux"})
            elif step == "redefine":
                codes.redefine(one, f"Sens {fresh}.")
            elif step == "reread" and mine:
                desk.reread(mine)
            elif step == "undo":
                desk.undo()
        except CodebookError:
            pass  # refused: the same must hold
        now = journal.read_bytes() if journal.exists() else b""
        assert now.startswith(bytes_so_far)
        bytes_so_far = now
        state = desk.state
        assert replay(desk.reader.events) == state
    state = desk.state
    events = list(desk.reader.events)
    assert replay(events[::-1] + events) == state
    # every coding in force stands under a code of the file, and the comments are all there
    assert {c.code for c in desk.state.codings.values()} <= set(load(project).codes)
    assert not lost(desk)
    for comment in (
        "ne pas perdre cette ligne",
        "# le vélo d’abord",
        "# un autre mot",
        "# l’autre côté",
    ):
        assert comment in written(project)
    again = opened(project, small_corpus, desk_like)
    assert again.state == desk.state
    assert waiting(again).equals(waiting(desk))


@pytest.fixture(scope="session")
def desk_like(blank_desk):
    return blank_desk()


def test_the_demonstration_codebook_survives_every_edit():
    root = Path(__file__).parents[2] / "data" / "coding" / "codebook.yaml"
    if not root.exists():
        pytest.skip("no demonstration project beside the tests")
    text = root.read_text(encoding="utf-8")
    from transfo_analysis.coding.codebook_edit import _checked

    names = list(_checked(text).codes)
    comments = [line for line in text.split("\n") if line.lstrip().startswith("#")]
    for name in names if os.environ.get("TRANSFO_FULL") else names[::3]:
        book = BookText(text)
        book.set(name, "definition", "Un sens tout à fait neuf.")
        book.set(name, "couleur", "")
        new = _checked(book.text)
        assert new[name].definition == "Un sens tout à fait neuf."
        assert list(new.codes) == names
        assert [line for line in book.text.split("\n") if line.lstrip().startswith("#")] == comments
