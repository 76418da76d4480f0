from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.sources.labels import Paragraph
from transfo_analysis.sources.turns import split

NAMES = ["Nadia", "Maud", "Cédric", "Jean-Luc", "Mme D.", "Simone de Brie", "L1", "P03", "Aïcha B."]
# words that a person may say: colons, hours, addresses and quotation marks among them
WORDS = st.lists(
    st.sampled_from(
        ["oui", "le", "vélo", "à 8:30", "bon", "http://a.fr", "c’est : trop", "[pause]", "euh",
         "vou-", "j'prends", "l’bus", "12:30", "1)", "(rire)", "?", "…", "Paris"]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)  # fmt: skip


def said(lines, **options):
    result = split([Paragraph(line, f"ligne {n}") for n, line in enumerate(lines, 1)], **options)
    return result, [(turn.speaker, turn.words) for turn in result.turns]


@st.composite
def transcripts(draw):
    who = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True))
    count = draw(st.integers(2 * len(who), 12))
    return [(who[rank % len(who)], draw(WORDS)) for rank in range(count)]


STYLES = {
    "name": lambda n, name, words: [f"{name} : {words}"],
    "no space": lambda n, name, words: [f"{name}: {words}"],
    "no-break space": lambda n, name, words: [f"{name}\u202f: {words}"],
    "marked": lambda n, name, words: [f"{name} (ENQ) : {words}"],
    "timed": lambda n, name, words: [f"[00:{n:02}:09] {name} : {words}"],
    "timed short": lambda n, name, words: [f"{n}:09 {name} : {words}"],
    "timed range": lambda n, name, words: [f"[{n}:01 - {n}:09] {name} : {words}"],
    "time after": lambda n, name, words: [f"{name} ({n}:09) : {words}"],
    "headed": lambda n, name, words: [f"[{name}] ({n}:01 - {n}:11)", words],
    "headed, blank lines": lambda n, name, words: ["", f"[{name}] ({n}:01 - {n}:11)", "", words],
    "headed, no time": lambda n, name, words: [f"[{name}]", words],
}


@given(transcripts(), st.sampled_from(sorted(STYLES)))
def test_a_transcript_in_any_style_gives_back_its_speakers_and_words(turns, style):
    lines = [
        line for n, (name, words) in enumerate(turns) for line in STYLES[style](n, name, words)
    ]
    result, found = said(lines)
    assert result.transcript
    assert found == turns
    if style.startswith("time") or style in ("headed", "headed, blank lines"):
        assert all(turn.start is not None for turn in result.turns)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_words_are_never_lost_nor_invented(lines):
    for recorded in (True, False):
        _, found = said(lines, recorded=recorded)
        assert " ".join(words for _, words in found).split() == " ".join(lines).split()


def test_questions_and_answers_by_letter():
    lines = ["Q : Et le vélo ?", "R : Non.", "Q : Pourquoi ?", "R : À 8:30 c’est tôt."]
    result, found = said(lines)
    assert result.transcript
    assert found == [
        ("Q", "Et le vélo ?"),
        ("R", "Non."),
        ("Q", "Pourquoi ?"),
        ("R", "À 8:30 c’est tôt."),
    ]


@pytest.mark.parametrize("asks", ["Enquêtrice", "Interviewer", "Nadia"])
@pytest.mark.parametrize("answers", ["Réponse", "réponse", "Réponses"])
def test_an_answer_that_comes_back_beside_who_asks_is_not_of_who_asks(asks, answers):
    pair = [f"{asks} : Et quand il pleut ?", f"{answers} : En bus."]
    assert [speaker for speaker, _ in said(pair * 2)[1]] == [asks, answers] * 2
    # once, among what somebody says, it is a word like another
    alone = [f"{asks} : Je vois.", f"{answers} : personne n’en a.", f"{asks} : Et puis ?"]
    assert {speaker for speaker, _ in said(alone, recorded=True)[1]} == {asks}


def test_what_is_no_speaker_in_notes():
    lines = [
        "Remarque : elle hésite",
        "Q : et le bus ?",
        "« Jamais », dit-elle",
        "8:30 départ du parking",
        "http://exemple.fr : le site",
        "Vu : deux vélos attachés",
        "Il y a une chose : le bus est en retard",
        "[remarque] gênée de me voir",
        "Nadia : je pars",
    ]
    result, _ = said(lines, known=["Nadia"])
    assert not result.transcript
    assert [(t.speaker, t.mark, t.words) for t in result.turns] == [
        ("", "remarque", "elle hésite"),
        ("", "q", "et le bus ?"),
        ("", "", "« Jamais », dit-elle"),
        ("", "", "8:30 départ du parking"),
        ("", "", "http://exemple.fr : le site"),
        ("", "vu", "deux vélos attachés"),
        ("", "", "Il y a une chose : le bus est en retard"),
        ("", "remarque", "gênée de me voir"),
        ("Nadia", "", "je pars"),
    ]


def test_a_sentence_with_a_colon_stays_with_who_says_it():
    lines = [
        "Nadia : oui",
        "Maud : et ?",
        "Bref : le bus.",
        "Nadia : Exemple : le train",
        "Maud : ah",
    ]
    _, found = said(lines)
    assert found[1] == ("Maud", "et ? Bref : le bus.")
    assert found[2] == ("Nadia", "Exemple : le train")


def test_long_answers_over_several_paragraphs_stay_one_turn():
    lines = [
        "Nadia : oui",
        "un",
        "deux",
        "Maud : et le bus ?",
        "Nadia : non",
        "a",
        "b",
        "c",
        "d",
        "Maud : ok",
    ]
    _, found = said(lines)
    assert found == [
        ("Nadia", "oui un deux"),
        ("Maud", "et le bus ?"),
        ("Nadia", "non a b c d"),
        ("Maud", "ok"),
    ]


def test_somebody_who_speaks_once_among_others_is_heard_and_said_aloud():
    lines = ["Nadia : oui", "suite", "Maud : et ?", "suite", "Nadia : non", "Christine : moi aussi",
             "Maud : ah", "suite", "suite"]  # fmt: skip
    result, found = said(lines)
    assert ("Christine", "moi aussi") in found
    assert [notice.place for notice in result.notices] == ["ligne 6"]
    assert "Christine" in result.notices[0].what


def test_a_sentence_that_ends_with_an_hour_is_nobody():
    lines = ["départ à 8:30", "Bus de 9:15", "Rendez-vous 10:00", "arrivée 11:00"]
    _, found = said(lines)
    assert found == [("", line) for line in lines]


def test_noises_on_their_own_line_are_nobody():
    lines = ["[Nadia] (0:01)", "oui", "[rire]", "[Pause]", "non", "[Maud] (0:05)", "ah", "[rire]"]
    _, found = said(lines)
    assert found == [("Nadia", "oui [rire] [Pause] non"), ("Maud", "ah [rire]")]


def test_a_remark_inside_a_transcript_does_not_end_the_turn_of_who_speaks():
    lines = [
        "Nadia : oui",
        "Maud : et ?",
        "Nadia : alors",
        "Remarque : on sonne",
        "je disais",
        "Maud : oui",
    ]
    result, _ = said(lines)
    assert [(t.speaker, t.mark, t.words) for t in result.turns[2:5]] == [
        ("Nadia", "", "alors"),
        ("", "remarque", "on sonne"),
        ("Nadia", "", "je disais"),
    ]


def test_an_observation_is_notes_even_when_people_speak_in_it():
    lines = ["8h10 : départ du dépôt", "Patrick : on y va", "Patrick : ça bouchonne", "deux bus"]
    result, found = said(lines, kind="observation", known=["Patrick"])
    assert not result.transcript
    assert found[0] == ("", "8h10 : départ du dépôt")
    assert found[1] == ("Patrick", "on y va")


def test_nobody_speaks_in_a_literature_note_but_a_remark_is_one():
    result, found = said(
        ["Petit : le vélo", "Remarque : à relire", "Q : ouverte"], kind="literature_note"
    )
    assert found == [("", "Petit : le vélo"), ("", "à relire"), ("", "Q : ouverte")]
    assert [turn.mark for turn in result.turns] == ["", "remarque", ""]


def test_what_a_person_wrote_of_the_file_settles_the_doubt():
    lines = ["Nadia : « oui »", "il pleut", "Nadia : « non »", "un bus"]
    assert said(lines, recorded=True)[0].transcript
    notes, found = said(lines, recorded=False, known=["nadia"])
    assert not notes.transcript
    assert found[1] == ("", "il pleut")


def test_accents_composed_or_not_are_the_same_person():
    _, found = said(["He\u0301lène : oui", "Maud : et ?", "H\u00e9lène : non"], known=["Hélène"])
    assert len(found) == 3
