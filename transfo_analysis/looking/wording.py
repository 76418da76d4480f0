"""The two languages of a session, as tables: words, who says them, which pass over."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from transfo_analysis.errors import TableError
from transfo_analysis.looking.tables import Tables

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.exercises.languages import Languages
    from transfo_analysis.tagging.annotations import Annotations

__all__ = ["Wording"]

# characters shown around a word
_AROUND = 60


class Wording(Tables):
    """A project folder, and the words of the administration and of innovation."""

    def lexicon(self) -> pd.DataFrame:
        """Return acronyms and jargon: who says them, what they mean, why they are here.

        What people listed comes from `data/coding/jargon.csv` and `glossaire.csv`; the rest is
        proposed. `projet.explain("PLU", "…")` says what a word means, `projet.not_jargon` that
        it is nobody's; `projet.word_places("PLU")` opens its count.
        """
        return self._languages().lexicon.copy()

    def passing_words(self) -> pd.DataFrame:
        """Return the words that one side alone said in earlier waves, and the other says later."""
        return self._languages().passing_words.copy()

    def word_places(self, term: str = "") -> pd.DataFrame:
        """Return every place of a word (default: of all), who says it, and the words around it.

        Table "word_places", and two columns of words: `before`, `after`.
        """
        from transfo_analysis.coding.wordlists import word_key

        found = self._languages().word_places
        if term:
            found = found[[word_key(one) == word_key(term) for one in found["term"]]]
        texts = self.corpus().texts
        places = list(zip(found["document_id"], found["start"], found["end"], strict=True))
        return found.assign(
            before=[texts[name][max(0, start - _AROUND) : start] for name, start, _ in places],
            after=[texts[name][end : end + _AROUND] for name, _, end in places],
        ).reset_index(drop=True)

    def _languages(self) -> Languages:
        from transfo_analysis.coding import wordlists
        from transfo_analysis.exercises.languages import languages
        from transfo_analysis.tagging.keyterms import read_lists
        from transfo_analysis.tagging.model import ModelError

        annotations: Annotations | None = None
        with suppress(ModelError):
            # without the model, words are judged by their form alone
            annotations = self.annotations()
        stop: frozenset[str] = frozenset()
        with suppress(TableError):
            # a mistake in the lists is told by the key terms
            stop = read_lists(self.folder / "data" / "coding").stop

        def made() -> Languages:
            key = self.key()
            return languages(
                self.corpus(),
                annotations,
                self._codebook()[0],
                wordlists.read(self.folder),
                names=key.forms.words() if key else (),
                stop=stop,
                words=self._words(),
            )

        return self._keep("languages", self._stamp("data/raw", "projet.yaml", "data/coding"), made)
