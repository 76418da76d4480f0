"""Human work in a corrected text: it follows, or a person is asked; and their answer holds."""

from __future__ import annotations

import os
import runpy
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfo_analysis import corpus as corpus_room
from transfo_analysis.coding import alike, anchored, coherence, consensus, table
from transfo_analysis.coding.desk import Desk
from transfo_analysis.coding.state import replay
from transfo_analysis.errors import CodingError
from transfo_analysis.sources import read_material
from transfo_analysis.tables import PLACED, REMARK, STATUSES

_made = runpy.run_path(str(Path(__file__).with_name("conftest.py")))
BOOK, SETTINGS, corpus_of = _made["BOOK"], _made["SETTINGS"], _made["corpus_of"]
TALK = """E : Et le vélo, vous le prenez souvent ?
R : Je prends le vélo l’été, presque tous les jours de la semaine.
E : Pourquoi la voiture l’hiver ?
R : Le vélo est trop lourd à monter, et puis il pleut.
R : La voiture, elle est là, devant la porte du dépôt.
E : Et le bus de la mairie ?
R : Le bus ne passe jamais à l’heure où je finis mon service.
"""
EARLIER = ("R : Je prends", "R : Alors euh je prends")  # everything after it is shifted
TYPO = ("trop lourd", "trop lourde")
LOST = ("R : Le vélo est trop lourd à monter, et puis il pleut.\n", "")


def changed(*edits, talk=TALK):
    for old, new in edits:
        assert old in talk
        talk = talk.replace(old, new, 1)
    return talk


class Place:
    """One project's coding, seen from successive versions of a transcript."""

    def __init__(self, folder):
        self.folder = folder
        self.rank = 0

    def __call__(self, text, coder="Ana", installation=""):
        """Return a desk on this version of the text (None: the file is gone)."""
        self.rank += 1
        raw = self.folder / f"v{self.rank}"
        texts = {"autre.txt": "E : Et alors ?\nR : Rien du tout, je marche.\n"}
        if text is not None:
            texts["nadia.txt"] = text
        corpus = corpus_of(raw, texts)
        return Desk(self.folder / "coding", corpus, BOOK, SETTINGS, coder, installation)


@pytest.fixture
def at(tmp_path):
    return Place(tmp_path)


def span(desk, words):
    start = desk.corpus.texts["nadia"].index(words)
    return start, start + len(words)


def anchors(desk):
    return anchored.anchors(desk.state, desk.corpus, desk.store).set_index("coding_id")


def events(desk):
    desk.reader.refresh()
    return desk.reader.events


def codings(desk):
    return table.codings(desk.state, desk.corpus, desk.store).set_index("coding_id")


# -- what follows ----------------------------------------------------------------------------------


def test_a_coding_stands_where_its_words_are_today(at):
    first = at(TALK)
    shifted = first.add("nadia", "mode:velo", quote="trop lourd à monter")
    touched = first.add("nadia", "categorie:frein", quote="est trop lourd")
    gone = first.add("nadia", "categorie:usage", quote="Je prends le vélo l’été")
    desk = at(changed(EARLIER, TYPO, ("je prends le vélo l’été, presque", "presque")))
    rows = codings(desk)
    assert dict(rows["status"]) == {shifted: "retouché", touched: "retouché", gone: "à revoir"}
    start, end = span(desk, "trop lourde à monter")
    row = rows.loc[shifted]
    assert (row["start"], row["end"], row["quote"]) == (start, end, "trop lourde à monter")
    assert row["text_sha256"] == desk.corpus.text_sha256("nadia")
    assert (row["evidence"], row["role"], row["question"]) == (
        True, "respondent", "Pourquoi la voiture l’hiver ?",
    )  # fmt: skip
    assert (rows.loc[gone, "quote"], rows.loc[gone, "evidence"]) == (
        "Je prends le vélo l’été",
        False,
    )
    told = anchors(desk).loc[shifted]
    assert (told["coded_quote"], told["quote"]) == ("trop lourd à monter", "trop lourde à monter")
    assert (told["coded_start"], told["coded_end"]) == span(first, "trop lourd à monter")


def test_an_exact_coding_waits_for_nobody(at):
    name = at(TALK).add("nadia", "mode:velo", quote="trop lourd")
    desk = at(changed(EARLIER))
    assert anchors(desk).loc[name, "status"] == "exact"
    assert anchored.waiting(anchors(desk).reset_index()).empty
    # and one made on today's text is no matter of anchors
    desk.add("nadia", "mode:velo", quote="il pleut")
    assert list(anchors(desk).index) == [name]


def test_the_same_excerpt_and_code_stay_one_coding_in_a_corrected_text(at):
    name = at(TALK).add("nadia", "mode:velo", quote="trop lourd")
    desk = at(changed(EARLIER))
    assert desk.add("nadia", "mode:velo", quote="trop lourd") == name
    start, end = span(desk, "trop lourd")
    assert desk.accept(f"nadia@{start}-{end}=mode:velo") == name


def test_a_register_mark_follows_its_words(at):
    first = at(TALK)
    first.mark_register("nadia", *span(first, "Le vélo est trop lourd à monter"), REMARK)
    name = first.add("nadia", "mode:velo", quote="trop lourd")
    desk = at(changed(EARLIER, ("est trop", "est bien trop")))
    assert codings(desk).loc[name, ["register", "evidence"]].tolist() == [REMARK, False]
    [(key, register)] = desk.state.registers.items()
    assert (key[2:], register) == (span(desk, "Le vélo est bien trop lourd à monter"), REMARK)


def test_a_mark_made_on_todays_text_has_the_last_word(at):
    first = at(TALK)
    first.mark_register("nadia", *span(first, "il pleut"), REMARK)
    desk = at(changed(EARLIER))
    desk.mark_register("nadia", *span(desk, "il pleut"), "mot à mot")
    assert list(desk.state.registers.values()) == ["mot à mot"]


@pytest.mark.parametrize("answer", ["refused", "accepted"])
def test_an_answered_suggestion_stays_answered(at, answer):
    first = at(TALK)
    for words, code in [
        ("vélo est", "mode:velo"),
        ("Le bus ne passe jamais à l’heure où je finis mon service.", "categorie:frein"),
    ]:
        start, end = span(first, words)
        (first.refuse if answer == "refused" else first.accept)(f"nadia@{start}-{end}={code}")
    desk = at(changed(EARLIER, ("où je finis", "où j’ai fini")))
    sha256 = desk.corpus.text_sha256("nadia")
    assert desk.state.answers["nadia", sha256, *span(desk, "vélo est"), "mode:velo"] == answer
    # one about all of a passage follows the passage, its last sign too
    whole = span(desk, "Le bus ne passe jamais à l’heure où j’ai fini mon service.")
    assert desk.state.answers["nadia", sha256, *whole, "categorie:frein"] == answer


def test_of_two_answers_the_one_given_on_todays_text_holds(at):
    first = at(TALK)
    first.refuse("nadia@{}-{}=mode:velo".format(*span(first, "trop lourd")))
    desk = at(changed(EARLIER))
    desk.accept("nadia@{}-{}=mode:velo".format(*span(desk, "trop lourd")))
    assert set(desk.state.answers.values()) == {"accepted"}


def test_a_passage_settled_between_modes_stays_settled(at):
    first = at(TALK)
    place = span(first, "Le vélo est trop lourd à monter, et puis il pleut.")
    first.settle("nadia", *place, "mode:velo", "categorie:frein")
    desk = at(changed(EARLIER, TYPO))
    place = span(desk, "Le vélo est trop lourde à monter, et puis il pleut.")
    sha256 = desk.corpus.text_sha256("nadia")
    assert desk.state.settled == {("nadia", sha256, *place, "categorie:frein"): "mode:velo"}


def test_a_settled_turn_stays_settled_until_it_is_taken_back(at):
    first = at(TALK)
    for coder, code in (("Ana", "mode:velo"), ("Ben", "categorie:frein")):
        first.coder = coder
        first.add("nadia", code, quote="trop lourd")
    first.settle_disagreement("nadia", 3, ["mode:velo"])
    desk = at(changed(EARLIER, TYPO))
    rows = codings(desk)
    assert Counter(rows["consensus"]) == {"remplacé": 2, "consensus": 1}
    [(key, codes)] = desk.state.settled_turns.items()
    assert codes == ("mode:velo",)
    assert desk.corpus.texts["nadia"][key[2] : key[3]].endswith("et puis il pleut.")
    # settling the same again writes nothing
    before = len(events(desk))
    desk.settle_disagreement("nadia", 3, ["mode:velo"])
    assert len(events(desk)) == before
    desk.reopen_disagreement("nadia", 3)
    assert desk.state.settled_turns == {}
    assert set(codings(desk)["consensus"]) == {"codé à plusieurs"}


def test_a_turn_cut_in_two_is_talked_over_again(at):
    first = at(TALK)
    first.settle_disagreement("nadia", 3, [])
    desk = at(changed((", et puis", ".\nR : Et puis")))
    assert consensus.settled(codings(desk).reset_index(), desk.state, desk.corpus) == set()
    assert desk.state.settled_turns == first.state.settled_turns, "kept, without effect"


def test_a_settled_turn_that_was_joined_to_another_replaces_nothing_there(at):
    """The other turn's codings were never talked over: they go on counting."""
    first = at(TALK)
    for coder in ("Ana", "Ben"):
        first.coder = coder
        first.add("nadia", "mode:velo", quote="trop lourd")
    other = first.add("nadia", "mode:voiture", quote="devant la porte")
    first.settle_disagreement("nadia", 3, ["mode:velo"])
    joined = at(changed((".\nR : La voiture, elle", ". La voiture, elle")))
    rows = codings(joined)
    assert set(rows["status"]) <= set(PLACED)
    assert "remplacé" not in set(rows["consensus"])
    assert rows.loc[other, "evidence"]
    # and talked over again, it is settled again
    joined.settle_disagreement("nadia", 3, ["mode:velo"])
    assert codings(joined).loc[other, "consensus"] == "remplacé"


def test_crossings_follow_both_of_their_codings(at):
    first = at(TALK)
    row = first.add("nadia", "mode:velo", quote="Le vélo est")
    column = first.add("nadia", "categorie:frein", quote="il pleut")
    first.link(row, column)
    desk = at(changed(EARLIER, TYPO))
    assert desk.state.links == {(row, column)}
    assert set(codings(desk)["status"]) <= set(PLACED)


# -- what a person says ----------------------------------------------------------------------------


def test_an_accepted_place_is_where_the_next_correction_starts_from(at):
    name = at(TALK).add("nadia", "mode:velo", quote="est trop lourd")
    second = at(changed(TYPO))
    assert anchors(second).loc[name, ["status", "settled"]].tolist() == ["retouché", False]
    second.settle_anchor(name)
    assert codings(second).loc[name, ["status", "quote"]].tolist() == ["exact", "est trop lourde"]
    assert anchors(second).loc[name, "settled"]
    assert second.store.has(second.corpus.text_sha256("nadia"))
    third = at(changed(EARLIER, TYPO))
    told = anchors(third).loc[name]
    assert (told["coded_quote"], told["status"]) == ("est trop lourde", "exact")
    assert not third.state.anchors[name].waits


def test_a_lost_one_is_placed_by_hand(at):
    name = at(TALK).add("nadia", "mode:velo", quote="Le vélo est trop lourd")
    desk = at(changed(LOST))
    assert anchors(desk).loc[name, ["status", "start"]].tolist() == ["à revoir", -1]
    with pytest.raises(CodingError, match="Personne ne sait"):
        desk.settle_anchor(name)
    with pytest.raises(CodingError, match="jamais une preuve"):
        desk.settle_anchor(name, *span(desk, "Pourquoi la voiture"))
    desk.settle_anchor(name, *span(desk, "Je prends le vélo"))
    row = codings(desk).loc[name]
    assert (row["status"], row["quote"], row["evidence"]) == ("exact", "Je prends le vélo", True)


def test_words_that_are_gone_are_kept_listed_and_not_asked_about_again(at):
    name = at(TALK).add("nadia", "mode:velo", quote="Le vélo est trop lourd")
    desk = at(changed(LOST))
    assert desk.state.anchors[name].waits
    desk.lose_anchor(name)
    for later in (desk, at(changed(LOST, EARLIER))):
        assert not later.state.anchors[name].waits
        assert codings(later).loc[name, "status"] == "à revoir"
        assert codings(later).loc[name, "quote"] == "Le vélo est trop lourd"
    # the old text came back: the words are where they were
    back = at(TALK)
    assert codings(back).loc[name, "status"] == "exact"


def test_what_is_not_placed_by_a_person_is_not_brought_back_by_a_correction(at):
    name = at(TALK).add("nadia", "mode:velo", quote="est trop lourd")
    second = at(changed(TYPO))
    second.lose_anchor(name)
    assert codings(at(changed(TYPO, EARLIER))).loc[name, "status"] == "à revoir"


def test_several_are_accepted_in_one_gesture_and_taken_back_in_one(at):
    first = at(TALK)
    names = [first.add("nadia", code, quote="trop lourd") for code in ("mode:velo", "mode:voiture")]
    desk = at(changed(TYPO))
    assert len(desk.settle_anchors(names)) == 2
    assert not any(found.waits for found in desk.state.anchors.values())
    assert len(desk.undo()) == 2
    assert all(found.waits for found in desk.state.anchors.values())
    assert len(desk.redo()) == 2
    assert not any(found.waits for found in desk.state.anchors.values())


def test_nothing_is_written_when_one_of_several_cannot_be_accepted(at):
    first = at(TALK)
    kept = first.add("nadia", "mode:velo", quote="de la semaine")
    gone = first.add("nadia", "mode:velo", quote="il pleut")
    desk = at(changed(LOST))
    before = len(events(desk))
    with pytest.raises(CodingError):
        desk.settle_anchors([kept, gone])
    assert len(events(desk)) == before


def test_a_coding_whose_text_is_the_same_is_not_settled(at):
    desk = at(TALK)
    name = desk.add("nadia", "mode:velo", quote="trop lourd")
    for act in (desk.settle_anchor, desk.lose_anchor):
        with pytest.raises(CodingError, match="n’a pas changé"):
            act(name)
    away = at(None)
    with pytest.raises(CodingError, match="n’est plus dans data/raw"):
        away.lose_anchor(name)
    at(changed(EARLIER)).settle_anchor(name)
    with pytest.raises(CodingError, match="ses mots y sont"):
        at(TALK).lose_anchor(name)


def test_of_two_peoples_answers_the_later_holds_and_the_other_is_listed(at):
    name = at(TALK).add("nadia", "mode:velo", quote="est trop lourd")
    text = changed(TYPO)
    ana, ben = at(text, "Ana", "poste1"), at(text, "Ben", "poste2")
    ana.settle_anchor(name)
    ben.settle_anchor(name, *span(ben, "Le vélo est trop lourde"))
    for desk in (ana, ben):
        assert codings(desk).loc[name, "quote"] == "Le vélo est trop lourde"
        [conflict] = desk.state.conflicts
        assert (conflict.what, conflict.kept_by, conflict.other_by) == ("anchor", "Ben", "Ana")
    assert len(ben.undo()) == 1
    assert codings(ana).loc[name, "quote"] == "est trop lourde"
    assert ana.state.conflicts == ()


def test_what_two_machines_settled_at_once_is_the_same_in_any_order(at, tmp_path):
    name = at(TALK).add("nadia", "mode:velo", quote="est trop lourd")
    text = changed(TYPO)
    desk = at(text)
    desk.settle_anchor(name)
    desk.coder = "Ben"
    desk.lose_anchor(name)
    acts = events(desk)
    for order in (acts, acts[::-1], acts[1:] + acts[:1]):
        state = anchored.followed(replay(order), desk.corpus, desk.store)
        assert state == desk.state
        assert state.anchors[name].status == "à revoir"


def test_a_run_says_by_document_what_became_of_its_codings(at):
    first = at(TALK)
    for words in ("de la semaine", "il pleut", "est trop lourd", "finis mon service"):
        first.add("nadia", "mode:velo", quote=words)
    desk = at(
        changed(
            ("R : Le vélo est trop lourd à monter, et puis il pleut.\n", ""),
            ("finis mon", "fini mon"),
        )
    )
    told = anchored.anchors(desk.state, desk.corpus, desk.store)
    [note] = coherence.of_anchors(told)
    assert note.what == (
        "Le texte de « nadia » a changé depuis qu’il a été codé : 2 codages suivent leurs mots, dont "
        "1 retouché, à relire, 2 codages à revoir, qui ne comptent dans aucun tableau."
    )
    assert "projet.to_review()" in note.cure
    waiting = anchored.waiting(told)
    for row in waiting.itertuples():
        (desk.settle_anchor if row.status == "retouché" else desk.lose_anchor)(row.coding_id)
    [note] = coherence.of_anchors(anchored.anchors(desk.state, desk.corpus, desk.store))
    assert note.what.endswith("1 codage suit ses mots, 2 codages dont les mots n’y sont plus.")
    assert (note.cure, note.severity) == ("", "note")


# -- nothing is lost -------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_coding_whose_text_was_not_kept_is_asked_about(at, damage):
    first = at(TALK)
    name = first.add("nadia", "mode:velo", quote="trop lourd")
    (path,) = first.store.folder.glob("*.txt")
    path.unlink() if damage == "missing" else path.write_text("autre chose", encoding="utf-8")
    desk = at(changed(EARLIER))
    row = codings(desk).loc[name]
    assert (row["status"], row["quote"]) == ("à revoir", "")
    [note] = anchored.lost_texts(desk.state, desk.corpus, desk.store)
    assert path.name in note.path
    # a person can still say where it is
    desk.settle_anchor(name, *span(desk, "trop lourd"))
    assert codings(desk).loc[name, "quote"] == "trop lourd"
    assert anchored.lost_texts(desk.state, desk.corpus, desk.store) == []


def test_a_place_outside_its_text_is_asked_about(at):
    first = at(TALK)
    first.add("nadia", "mode:velo", quote="trop lourd")
    [path] = first.reader.folder.glob("*.jsonl")
    line = path.read_text("utf-8").splitlines()[-1]
    end = span(first, "trop lourd")[1]
    path.write_text(line.replace(f'"end":{end}', '"end":99999') + "\n", encoding="utf-8")
    assert set(codings(at(changed(EARLIER)))["status"]) == {"à revoir"}


def test_a_file_renamed_and_corrected_is_asked_about_and_followed_once_told(at, tmp_path):
    first = at(TALK)
    name = first.add("nadia", "mode:velo", quote="est trop lourd")
    raw = tmp_path / "plus tard" / "data" / "raw"
    new = {"mme-b.txt": changed(TYPO, EARLIER), "autre.txt": "E : Et ?\nR : Le train, toujours.\n"}
    corpus = corpus_of(tmp_path / "plus tard", new)
    desk = Desk(first.reader.folder.parent, corpus, BOOK, SETTINGS, "Ana")
    assert codings(desk).loc[name, "status"] == "absent"
    [note] = alike.lookalikes(desk.state, corpus, desk.store)
    assert note.path == "data/raw/entretiens/vague-1/mme-b.txt"
    assert "« nadia »" in note.what
    assert "sources.csv" in note.cure
    (raw / "sources.csv").write_text(
        "fichier;id\nentretiens/vague-1/mme-b.txt;nadia\n", encoding="utf-8"
    )
    told = corpus_room.build(read_material(raw), SETTINGS)
    desk = Desk(first.reader.folder.parent, told, BOOK, SETTINGS, "Ana")
    assert codings(desk).loc[name, ["status", "quote"]].tolist() == ["retouché", "est trop lourde"]
    assert alike.lookalikes(desk.state, told, desk.store) == []


def test_another_talk_is_not_taken_for_the_one_that_is_gone(at):
    at(TALK).add("nadia", "mode:velo", quote="trop lourd")
    desk = at(None)
    assert alike.lookalikes(desk.state, desk.corpus, desk.store) == []


LINES = (
    "R : Je prends le vélo, oui.", "R : Oui oui.", "E : Et le bus ?", "R : Le bus est trop lent.",
    "R : Oui oui.", "R : La voiture, elle est là.", "E : Vraiment ?", "R : Il pleut souvent ici.",
)  # fmt: skip
EDIT = st.tuples(
    st.sampled_from(["drop", "double", "swap", "add word", "typo", "add", "join"]),
    st.integers(0, 7),
    st.integers(0, 40),
)
STEP = st.one_of(
    st.tuples(st.just("edit"), st.lists(EDIT, min_size=1, max_size=4)),
    st.tuples(st.sampled_from(["accept", "place", "lose", "undo", "redo"]), st.integers(0, 9)),
    st.tuples(st.just("code"), st.integers(0, 99)),
    st.tuples(st.just("away"), st.booleans()),
)


def edited(lines, edits):
    lines = list(lines)
    for what, some_line, some_place in edits:
        if not lines:
            lines = [LINES[0]]
        line = some_line % len(lines)
        words = lines[line]
        at = 4 + some_place % (len(words) - 3)
        match what:
            case "drop":
                del lines[line]
            case "double":
                lines.insert(line, words)
            case "swap":
                lines[line], lines[-1] = lines[-1], lines[line]
            case "add word":
                lines[line] = f"{words[:at]} alors {words[at:]}"
            case "typo":
                lines[line] = words[: at - 1] + "x" + words[at:]
            case "add":
                lines.insert(line, "R : Et puis je marche aussi.")
            case "join":
                lines[line : line + 2] = [
                    " ".join([words, *(w[4:] for w in lines[line + 1 : line + 2])])
                ]
    return lines


@settings(max_examples=25 if os.environ.get("TRANSFO_FULL") else 8, deadline=None)
@given(st.lists(STEP, max_size=8))
def test_whatever_happens_to_a_text_every_coding_is_placed_to_review_or_absent(
    tmp_path_factory, steps
):
    at = Place(tmp_path_factory.mktemp("suite"))
    lines, away = list(LINES), False
    desk = at("\n".join(lines))
    made = [
        desk.add("nadia", "mode:velo", quote=words) for words in ("Je prends le vélo", "trop lent")
    ]
    # « oui oui » twice: two places equally good
    made.append(desk.add("nadia", "mode:voiture", quote="Oui oui", occurrence=2))
    for step, value in steps:
        try:
            match step:
                case "edit":
                    lines = edited(lines, value)
                case "away":
                    away = value
                case "code":
                    text = desk.corpus.texts["nadia"]
                    made.append(
                        desk.add(
                            "nadia",
                            "categorie:frein",
                            start=value % len(text),
                            end=value % len(text) + 1,
                        )
                    )
                case "accept":
                    desk.settle_anchor(made[value % len(made)])
                case "place":
                    desk.settle_anchor(made[value % len(made)], value, value + 3)
                case "lose":
                    desk.lose_anchor(made[value % len(made)])
                case _:
                    getattr(desk, step)()
        except (CodingError, KeyError):
            pass  # refused, and nothing was written
        if step in ("edit", "away"):
            desk = at(None if away else "\n".join(lines))
        in_force = set(replay(events(desk)).codings)
        rows, told = codings(desk), anchors(desk)
        assert set(rows.index) == set(desk.state.codings) == in_force
        assert set(rows["status"]) <= set(STATUSES)
        for name, row in rows.iterrows():
            if row["status"] in PLACED:
                here = desk.corpus.texts[row["document_id"]]
                assert row["quote"] == here[row["start"] : row["end"]] != ""
            else:
                assert not row["evidence"]
                assert (row["status"] == "absent") == (row["document_id"] not in desk.corpus.texts)
                assert name in told.index
        again = anchored.followed(replay(events(desk)), desk.corpus, desk.store)
        assert again == desk.state
        assert table.codings(again, desk.corpus, desk.store).equals(rows.reset_index())
