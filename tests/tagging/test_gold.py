"""How good the mode suggestions are, on passages labelled by another reader (GOLD.md)."""

import re
import unicodedata

# all three have been read while mending, so they guard against a step back and measure
# nothing new: « fresh », before anyone looked, gave 0.788 on thirty labels (GOLD.md)
FLOORS = {"dev": 0.95, "test": 0.95, "fresh": 0.85}


def word_list(codebook):
    """Return the usual way: the codebook's words, searched as they are, case aside."""
    found = {}
    for name in codebook.names("mode"):
        texts = [k.text for k in codebook[name].keywords if not re.search(r"[/=…()&A-Z]", k.text)]
        found[name] = re.compile(r"\b(" + "|".join(map(re.escape, texts)) + r")s?\b", re.IGNORECASE)
    return found


def score(pairs):
    right = sum(len(got & wanted) for got, wanted in pairs)
    got, wanted = (sum(len(pair[i]) for pair in pairs) for i in (0, 1))
    precision, recall = right / got, right / wanted
    return precision, recall, 2 * precision * recall / (precision + recall)


def test_mode_suggestions_agree_with_the_reader_and_beat_a_word_list(
    corpora, gold, corpus_of, codebook, suggest_on, capsys
):
    passages = gold.load(corpora, tuple(FLOORS))
    corpus = corpus_of(*(("respondent", passage.text) for passage in passages))
    table, _ = suggest_on(corpus, ("mode",))
    suggested = {}
    for passage_id, code in zip(table["passage_id"], table["code"], strict=True):
        suggested.setdefault(passage_id, set()).add(code.split(":")[1])
    lists = word_list(codebook)
    lines, scores = [], {}
    # no figure over all of them: it would mix rows that were tuned on with rows that were not
    for half in FLOORS:
        rows = [
            (p, suggested.get(passage_id, set()))
            for p, passage_id in zip(passages, corpus.passages["passage_id"], strict=True)
            if p.half == half
        ]
        plain = []
        for passage, _ in rows:
            text = unicodedata.normalize("NFC", passage.text.replace("’", "'"))
            plain.append(
                ({n.split(":")[1] for n, rx in lists.items() if rx.search(text)}, passage.modes)
            )
        scores[half] = score([(got, p.modes) for p, got in rows])
        for name, values in (("suggestions", scores[half]), ("liste de mots", score(plain))):
            cells = "  ".join(f"{value:.3f}" for value in values)
            lines.append(f"{half:5} {len(rows):4} passages  {name:14} P R F1  {cells}")
        assert scores[half][2] > score(plain)[2] + 0.1
    with capsys.disabled():
        print("\n" + "\n".join(lines))
    assert len(passages) >= 150
    assert {half: values[2] >= FLOORS[half] for half, values in scores.items()} == dict.fromkeys(
        FLOORS, True
    )
