"""The forms that a French dictionary word takes: plurals, feminines, conjugation.

A keyword is found by its forms, not by the lemma that a model guessed: on spoken French
a model reads « je marche » as the noun one time in three, and its tables do not know that
« marche » can be a form of « marcher ». What is generated here is deliberately generous
(a form that does not exist costs nothing: nobody says it); where a form belongs to two
words (« gare », « marche »), the keyword's `nature` asks for the part of speech.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["forms"]

_IMPERFECT = ("ais", "ait", "ions", "iez", "aient", "ant")
_FUTURE = ("ai", "as", "a", "ons", "ez", "ont", "ais", "ait", "ions", "iez", "aient")

# infinitive ending: forms as they replace it (the last is the participle), stem of the
# imperfect, stem of the future; the longest ending that fits is taken
_IRREGULAR: dict[str, tuple[str, str, str]] = {
    "être": ("suis es est sommes êtes sont sois soit soyons soyez soient été", "ét", "ser"),
    "avoir": ("ai as a avons avez ont aie aies ait ayons ayez aient ayant eu", "av", "aur"),
    "aller": ("vais vas va allons allez vont aille ailles aillent allé", "all", "ir"),
    "faire": ("fais fait faisons faites font fasse fasses fassions fassent fait", "fais", "fer"),
    "dire": ("dis dit disons dites disez disent dise dises dit", "dis", "dir"),
    "pouvoir": ("peux peut pouvons pouvez peuvent puisse puissent pu", "pouv", "pourr"),
    "vouloir": ("veux veut voulons voulez veulent veuille veuillez voulu", "voul", "voudr"),
    "devoir": ("dois doit devons devez doivent doive doives dû du", "dev", "devr"),
    "savoir": ("sais sait savons savez savent sache saches sachent su", "sav", "saur"),
    "falloir": ("faut faille fallu", "fall", "faudr"),
    "pleuvoir": ("pleut pleuve plu", "pleuv", "pleuvr"),
    "valoir": ("vaux vaut valons valez valent vaille valu", "val", "vaudr"),
    "mouvoir": ("meus meut mouvons mouvez meuvent mû", "mouv", "mouvr"),
    "voir": ("vois voit voyons voyez voient voie voies vu", "voy", "verr"),
    "cevoir": ("çois çoit cevons cevez çoivent çoive çu", "cev", "cevr"),
    "enir": ("iens ient enons enez iennent ienne iennes int enu", "en", "iendr"),
    "mettre": ("mets met mettons mettez mettent mette mettes mis", "mett", "mettr"),
    "battre": ("bats bat battons battez battent batte battu", "batt", "battr"),
    "prendre": ("prends prend prenons prenez prennent prenne prennes pris", "pren", "prendr"),
    "indre": ("ins int ignons ignez ignent igne ignes int", "ign", "indr"),
    "oudre": ("ous out olvons olvez olvent olve olu", "olv", "oudr"),
    "dre": ("ds d dons dez dent de des du", "d", "dr"),
    "uire": ("uis uit uisons uisez uisent uise uises uit", "uis", "uir"),
    "aître": ("ais ait aît aissons aissez aissent aisse aisses u", "aiss", "aîtr"),
    "courir": ("cours court courons courez courent coure coures couru", "cour", "courr"),
    "mourir": ("meurs meurt mourons mourez meurent meure mort", "mour", "mourr"),
    "quérir": ("quiers quiert quérons quérez quièrent quis", "quér", "querr"),
    "vivre": ("vis vit vivons vivez vivent vive vives vécu", "viv", "vivr"),
    # without « suis », which is nearly always « être »
    "suivre": ("suit suivons suivez suivent suive suives suivi", "suiv", "suivr"),
    "crire": ("cris crit crivons crivez crivent crive crives crit", "criv", "crir"),
    "lire": ("lis lit lisons lisez lisent lise lises lu", "lis", "lir"),
    "rire": ("ris rit rions riez rient rie ries ri", "ri", "rir"),
    "boire": ("bois boit buvons buvez boivent boive bus but burent bu", "buv", "boir"),
    "croire": ("crois croit croyons croyez croient croie croies cru", "croy", "croir"),
    "plaire": ("plais plaît plait plaisons plaisez plaisent plaise plu", "plais", "plair"),
    "rompre": ("romps rompt rompons rompez rompent rompe rompu", "romp", "rompr"),
    "cueillir": ("cueille cueilles cueillons cueillez cueillent cueilli", "cueill", "cueiller"),
    "vrir": ("vre vres vrons vrez vrent vert", "vr", "vrir"),
    "frir": ("fre fres frons frez frent fert", "fr", "frir"),
    "fuir": ("fuis fuit fuyons fuyez fuient fuie fui", "fuy", "fuir"),
    "asseoir": ("assieds assied assois assoit asseyez assoient assis", "assey", "assiér"),
} | {
    f"{stem}{consonant}ir": (
        f"{stem}s {stem}t {stem}{consonant}ons {stem}{consonant}ez {stem}{consonant}ent "
        f"{stem}{consonant}e {stem}{consonant}es {stem}{consonant}i",
        f"{stem}{consonant}",
        f"{stem}{consonant}ir",
    )
    for stem, consonant in (
        *(("par", "t"), ("sor", "t"), ("sen", "t"), ("men", "t")),
        *(("dor", "m"), ("ser", "v")),
    )
}
_ENDINGS = sorted(_IRREGULAR, key=len, reverse=True)


@lru_cache(maxsize=20_000)
def forms(word: str, nature: str | None = None, generous: bool = False) -> frozenset[str]:
    """Return the lower-case forms of a dictionary word, itself among them.

    Parameters
    ----------
    word : as in a dictionary: singular, infinitive
    nature : NOM, VERBE, ADJ, ADV or NOMPROPRE; None tries what the word looks like
    generous : feminines even where they could be another word (inside an expression)

    Examples
    --------
    >>> sorted(forms("cheval"))
    ['cheval', 'chevale', 'chevales', 'chevals', 'chevaux']
    >>> {"gare", "garé", "garée", "garions"} <= forms("garer", "VERBE")
    True
    >>> "tramé" in forms("tram"), "velo" in forms("vélo")
    (False, True)
    """
    word = word.lower()
    found = {word}
    if nature == "ADV":
        return frozenset(found)
    if nature == "VERBE" or (nature is None and _looks_infinitive(word)):
        found |= _conjugated(word)
    if nature != "VERBE":
        found |= _plurals([word])
        found |= _plurals(_feminines(word, generous=generous or nature == "ADJ"))
    return frozenset(found | {bare for form in found if (bare := _bare(form))})


def _looks_infinitive(word: str) -> bool:
    return len(word) > 3 and word.endswith(("er", "ir", "re", "oir"))


def _plurals(words: Iterable[str]) -> set[str]:
    found = set()
    for word in words:
        found |= {word, f"{word}s"}
        if word.endswith(("au", "eu", "ou")):
            found.add(f"{word}x")
        if word.endswith("al"):
            found.add(f"{word[:-1]}ux")
    return found


_FEMININE = (
    *(("eux", "euse"), ("if", "ive"), ("teur", "trice"), ("eur", "euse"), ("ier", "ière")),
    *(("er", "ère"), ("el", "elle"), ("ien", "ienne"), ("al", "ale"), ("é", "ée")),
    *(("ant", "ante"), ("it", "ite")),
)


def _feminines(word: str, *, generous: bool) -> list[str]:
    found = [word[: -len(end)] + new for end, new in _FEMININE if word.endswith(end)]
    if generous and len(word) > 3 and word[-1] in "dtlnsru":
        found.append(f"{word}e")
    if generous and word.endswith("long"):
        found.append(f"{word}ue")
    return found


def _bare(form: str) -> str:
    # « velo », « METRO »: accents left out while typing; a final é is another word's ending
    if len(form) < 4 or form.endswith(("é", "és", "ée", "ées")):
        return ""
    decomposed = unicodedata.normalize("NFD", form)
    return unicodedata.normalize(
        "NFC", "".join(c for c in decomposed if c not in "\u0301\u0300\u0302")
    )


def _conjugated(verb: str) -> set[str]:
    for ending in _ENDINGS:
        if verb.endswith(ending) and (ending != "rire" or not verb.endswith("crire")):
            present, imperfect, future = _IRREGULAR[ending]
            return _conjugation(verb[: -len(ending)], present.split(), imperfect, future)
    if verb.endswith("er"):
        return _first_group(verb[:-2])
    if verb.endswith("ir"):
        present = "is it issons issez issent isse isses i"
        return _conjugation(verb[:-2], present.split(), "iss", "ir")
    return set()


def _conjugation(stem: str, present: list[str], imperfect: str, future: str) -> set[str]:
    participle = stem + present[-1]
    return (
        {stem + form for form in present}
        | {stem + imperfect + end for end in _IMPERFECT}
        | {stem + future + end for end in _FUTURE}
        | {participle, f"{participle}e", f"{participle}s", f"{participle}es"}
    )


def _first_group(stem: str) -> set[str]:
    # before a silent e: je mène, j’appelle, je nettoie; before a and o: nous rangeons
    weak = stem
    if (len(stem) > 2 and stem[-2] in "eé" and stem[-1] not in "aeiouyrl" + "é") or (
        len(stem) > 2 and stem[-2] in "eé" and stem[-1] in "rl"
    ):
        weak = f"{stem[:-2]}è{stem[-1]}"
    elif stem.endswith(("oy", "uy", "ay")):
        weak = f"{stem[:-1]}i"
    soft = f"{stem}e" if stem.endswith("g") else stem
    soft = f"{stem[:-1]}ç" if stem.endswith("c") else soft
    stems = {stem, weak}
    if stem.endswith(("el", "et")):
        stems.add(stem + stem[-1])
    found = {s + end for s in stems for end in ("e", "es", "ent")}
    found |= {f"{s}er{end}" for s in stems for end in _FUTURE}
    found |= {stem + end for end in ("er", "ez", "ions", "iez", "é", "ée", "és", "ées", "èrent")}
    found |= {soft + end for end in ("ons", "ais", "ait", "aient", "ant", "ai", "as", "a")}
    return found
