"""What a person may do on the board: each gesture is acts of the desk, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from transfo_analysis.coding.events import CLOSED, PASSED_OVER, SORTS, TAKEN_UP
from transfo_analysis.errors import CodingError
from transfo_analysis.widgets.wire import Message, text

if TYPE_CHECKING:
    from transfo_analysis.coding.desk import Desk

__all__ = ["ACTS", "SET_ASIDE", "TO_SORT", "link", "word"]

TO_SORT, SET_ASIDE = "to_sort", "set_aside"


def word(desk: Desk, message: Message) -> None:
    """Word a finding, from a bundle, a cell, a quote or nothing."""
    to, target = str(message.get("to") or ""), str(message.get("target") or "")
    if target:
        _known(desk, target)
    made = desk.word_finding(
        text(message, "statement"),
        to if to in SORTS else "",
        str(message.get("bundle") or ""),
        case=text(message, "case"),
        decided_by=str(message.get("decided_by") or ""),
    )
    if to == SET_ASIDE:
        desk.set_aside(made, _decider(message))
    if target:
        desk.link_evidence(made, target, str(message.get("side") or "for"))


def link(desk: Desk, message: Message) -> None:
    """Rest a finding on a quote, for or against; on the other side before, it moves over."""
    finding, target = text(message, "finding"), text(message, "target")
    _known(desk, target)
    found = desk.state.findings.get(finding)
    if found and target in (*found.for_ids, *found.against_ids):
        desk.unlink_evidence(finding, target)
    desk.link_evidence(finding, target, text(message, "side"))


def _move(desk: Desk, message: Message) -> None:
    card, to, decider = text(message, "card"), text(message, "to"), _decider(message)
    if card not in desk.state.findings:
        desk.move_bundle(card, to, decider)
    elif to == SET_ASIDE:
        desk.set_aside(card, decider)
    elif to == TO_SORT:
        raise CodingError(
            "Un constat rédigé ne revient pas « À trier ».",
            cure="Écartez-le, ou annulez le dernier acte.",
        )
    else:
        desk.move_finding(card, to, decider)


def _merge(desk: Desk, message: Message) -> None:
    into, to = str(message.get("into") or ""), str(message.get("to") or "")
    statement = "" if into else text(message, "statement")
    desk.merge_findings(
        [str(one) for one in message["findings"]],
        statement,
        into=into,
        kind=to if statement and to in SORTS else "",
        decided_by=_decider(message) if statement and to in SORTS else "",
    )


def _split(desk: Desk, message: Message) -> None:
    to = str(message.get("to") or "")
    desk.split_finding(
        text(message, "finding"),
        [str(one) for one in message["statements"]],
        kind=to if to in SORTS else "",
        decided_by=_decider(message) if to in SORTS else "",
    )


def _reword(desk: Desk, message: Message) -> None:
    desk.reword_finding(text(message, "finding"), text(message, "statement"))


def _unlink(desk: Desk, message: Message) -> None:
    desk.unlink_evidence(text(message, "finding"), text(message, "target"))


def _memo(desk: Desk, message: Message) -> None:
    desk.memo("finding", text(message, "finding"), str(message["text"]))


def _carry(desk: Desk, message: Message) -> None:
    """Say what became of a chantier in a wave; "" takes back what the same decider said."""
    finding, wave, decider = text(message, "finding"), text(message, "wave"), _decider(message)
    became = str(message.get("became") or "")
    if became:
        said = {TAKEN_UP: desk.take_up, PASSED_OVER: desk.pass_over, CLOSED: desk.close_work}
        said[became](finding, wave, decided_by=decider)
    else:
        desk.uncarry(finding, wave, decider)


def _undo(desk: Desk, _message: Message) -> None:
    desk.undo()


def _redo(desk: Desk, _message: Message) -> None:
    desk.redo()


ACTS: dict[str, Callable[[Desk, Message], None]] = {
    "word": word,
    "reword": _reword,
    "move": _move,
    "merge": _merge,
    "split": _split,
    "link": link,
    "unlink": _unlink,
    "memo": _memo,
    "carry": _carry,
    "undo": _undo,
    "redo": _redo,
}


def _decider(message: Message) -> str:
    who = str(message.get("decided_by") or "").strip()
    if not who:
        raise CodingError(
            "Personne n’a dit qui trie.",
            cure="Choisissez le groupe, une session ou une personne, puis recommencez.",
        )
    return who


def _known(desk: Desk, target: str) -> None:
    """Check a piece of evidence before anything of a gesture is written."""
    passages = desk.corpus.passages["passage_id"]
    if "/" in target and "@" not in target:
        return  # a bundle: the desk checks it
    if target not in desk.state.codings and not (passages == target).any():
        raise CodingError(
            "Cet extrait n’est plus codé ainsi : il a été retiré depuis.",
            cure="Rouvrez la case ou la carte, puis recommencez.",
        )
