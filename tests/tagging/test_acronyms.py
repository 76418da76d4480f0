"""What has the form of an acronym, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfo_analysis.tagging import everyday as reference
from transfo_analysis.tagging.acronyms import acronyms, in_capitals, settled, term_of
from transfo_analysis.tagging.expansions import expansions


def proposed(*texts, never=(), known=()):
    """Return the terms that are acronyms in these passages, as a project would have them."""
    everyday = reference.read([w for t in texts for w in t.lower().split()], in_capitals(texts))
    titled = {word.upper() for text in texts for word in text.split() if word.istitle()}
    seen = {}
    for text in texts:
        for one in acronyms(text, everyday):
            seen.setdefault(one.term, []).append(one)
    return [
        term
        for term, places in seen.items()
        if settled(places, everyday, titled.__contains__, never, known)
    ]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("le PLU est voté", ["PLU"]),
        ("la D.G.S. l’a dit", ["DGS"]),
        ("vu avec la D. G. S. hier", ["DGS"]),
        ("un PLUi, des EPCIs et les DGAs", ["PLUi", "EPCI", "DGA"]),
        ("le SCoT et le PLUi-H", ["SCoT", "PLUi-H"]),
        ("aux RH, à la R&D", ["RH", "R&D"]),
        ("DGS, DGA, DRH : tous y étaient", ["DGS", "DGA", "DRH"]),
        ("la DGA RH a signé", ["DGA", "RH"]),
        ("l’EPCI, d’AOM, qu’une DSP", ["EPCI", "AOM", "DSP"]),
        ("le COPIL de lundi", ["COPIL"]),
        ("(CNFPT)", ["CNFPT"]),
        ("la COP26 et le G20", ["COP26"]),
    ],
)
def test_forms_of_acronyms(text, terms):
    assert proposed(text) == terms


@pytest.mark.parametrize(
    "text",
    [
        "au XXIe siècle, Louis XIV, chapitre IV, III",
        "ça ne marche PAS, mais alors PAS du tout",
        "c’est VRAIMENT loin",
        "ON VOUS DEMANDE DE PASSER PAR LE PLU",
        "LE PLAN EST VOTÉ",
        "Madame DURAND et Anne LEFORT",
        "M. ROY, Mme ROY",
        "J.D. Durand et M.-C. Roy",
        "12 KM, 30 KG, 5 MW, 220 V",
        "le T2, la C13, un A4, la B12",
        "[PAUSE] oui [RIRES] XXX",
        "le TGV, la SNCF, un CDD, la RATP, en RTT, du CO2",
        "écrire à dgs@EXEMPLE.fr ou www.EPCI.fr",
        "je vais à LYON. Lyon est loin",
        "la RUE est fermée, le TRAVAIL aussi",
        "PV pour lui",
    ],
)
def test_what_is_in_capitals_for_another_reason(text):
    assert proposed(text) == []


def test_a_word_in_capitals_is_an_acronym_only_as_a_noun_that_nobody_says():
    assert proposed("il a PLU hier") == []
    assert proposed("il a plu", "le PLU est voté") == ["PLU"]
    assert proposed("le CET est plein") == ["CET"]
    assert proposed("CET agent est parti") == []


def test_two_letters_need_something_before_them_once():
    assert proposed("JD m’a appelé", "JD est venu") == []
    assert proposed("RH m’a appelé", "vu aux RH") == ["RH"]


def test_names_and_labels_are_never_proposed():
    assert proposed("la MARTINE est là, le ENQ aussi", never={"martine", "enq"}) == []


def test_what_people_listed_needs_no_proof():
    assert proposed("un TER en gare", known={"ter"}) == ["TER"]


@given(st.text(alphabet="ABCPLUSi.&-0123 éÉ'’()[]@/aes", max_size=60))
def test_places_are_inside_the_text_and_do_not_overlap(text):
    last = 0
    for one in acronyms(text, reference.Everyday({})):
        assert last <= one.start < one.end <= len(text)
        assert term_of(text[one.start : one.end]) == one.term
        last = one.end


@pytest.mark.parametrize(
    ("text", "short", "words"),
    [
        ("le plan local d’urbanisme (PLU) est voté", "PLU", "plan local d’urbanisme"),
        ("PLUi (plan local d'urbanisme intercommunal)", "PLUi", "plan local d'urbanisme intercommunal"),
        ("le PLU, plan local d’urbanisme, dit que", "PLU", "plan local d’urbanisme"),
        ("la DGS : directrice générale des services", "DGS", "directrice générale des services"),
        ("le comité de direction (codir) du lundi", "codir", "comité de direction"),
        ("COPIL, c’est-à-dire comité de pilotage", "COPIL", "comité de pilotage"),
        ("schéma de cohérence territoriale, le SCoT", "SCoT", "schéma de cohérence territoriale"),
        ("Centre technique métropolitain, le CTM, à 4 h", "CTM", "Centre technique métropolitain"),
        ("la R&D (recherche et développement)", "R&D", "recherche et développement"),
    ],
)  # fmt: skip
def test_an_acronym_that_a_text_spells_out(text, short, words):
    assert [(one.short, one.words) for one in expansions(text)] == [(short, words)]


@pytest.mark.parametrize(
    "text",
    [
        "le PLU (voté hier soir)",
        "le PLU, pour lui. Un autre",
        "la DGS, Mme Roy, est venue",
        "le tram (Filao) et le bus (le soir)",
        "(PLU)",
        "PLU :",
    ],
)
def test_words_that_do_not_give_the_letters_are_no_meaning(text):
    assert list(expansions(text)) == []


@given(st.text(alphabet="abcdelpu PLU(),.:’'-–é\n", max_size=80))
def test_an_expansion_is_cut_out_of_the_text(text):
    for one in expansions(text):
        assert text[one.start : one.end] == one.words
        assert one.words.strip() == one.words


def test_frequencies_are_those_of_spoken_french():
    everyday = reference.read(
        ["voiture", "délibération", "transversalité", "œuvre", "mail"], ["DEJA"]
    )
    assert everyday.frequency("Voiture") > 100
    assert 0 < everyday.frequency("délibération") < 2
    assert everyday.frequency("transversalité") is None
    assert everyday.frequency("œuvre") > 2
    # younger than the films, and nobody's jargon
    assert everyday.frequency("mail") > 2
    assert everyday.bare("DEJA").lemma == "déjà"
    assert everyday.known("absent d’ici") is None


def test_without_the_reference_it_is_said_and_nothing_stops(monkeypatch):
    monkeypatch.setattr(reference, "_PACKAGE", "nulle-part")
    assert not reference.is_there()
    (notice,) = reference.notices()
    assert "Lexique" in notice.what
    assert notice.cure
