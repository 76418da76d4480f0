"""The suggestions of a project, made in a thread: nobody who codes waits for them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from transfo_analysis.errors import TransfoError

if TYPE_CHECKING:
    import pandas as pd

    from transfo_analysis.widgets.bench import Source

__all__ = ["Proposals"]


class Proposals:
    """The tables of suggestions, made once per corpus and codebook.

    Parameters
    ----------
    project : what makes them; answers given since are laid over by whoever shows them
    background : make them in a thread
    """

    def __init__(self, project: Source, *, background: bool = True) -> None:
        self._project = project
        self._background = background
        self._made: tuple[pd.DataFrame, pd.DataFrame] | None = None
        self._for: tuple[object, object] = (None, None)
        self._thread: threading.Thread | None = None
        self._fault: Exception | None = None

    def ready(self, corpus: object, codebook: object) -> tuple[pd.DataFrame, pd.DataFrame] | None:
        """Return suggestions and suggested crossings, or None while they are being made.

        Raises
        ------
        TransfoError
            If they cannot be made (the French model is not installed); asked again, they are
            tried again.
        """
        if self._thread is None and not (corpus is self._for[0] and codebook is self._for[1]):
            self._made, self._fault, self._for = None, None, (corpus, codebook)
            self._thread = threading.Thread(target=self._make, daemon=True)
            self._thread.start()
        if self._thread is not None:
            if not self._background:
                self._thread.join()
            if self._thread.is_alive():
                return None
            self._thread = None
        if self._fault is not None:
            fault, self._fault, self._for = self._fault, None, (None, None)
            raise fault
        return self._made

    def _make(self) -> None:
        try:
            self._made = self._project.suggestions(), self._project.suggested_crossings()
        except TransfoError as fault:
            self._fault = fault
        except Exception as fault:  # a fault of ours must not leave the window waiting
            self._fault = TransfoError(
                f"Les suggestions n’ont pas pu être calculées ({fault}).",
                cure="Le codage n’en dépend pas : continuez, et signalez-le.",
            )
