"""What differs between two pictures in what people worded: findings, key terms, codes."""

from __future__ import annotations

from collections.abc import Mapping

from transfo_analysis.rerun.difference import Difference, Row
from transfo_analysis.rerun.seen import FindingSeen
from transfo_analysis.tables import SEPARATOR

__all__ = ["codes", "findings", "key_terms"]


def findings(difference: Difference) -> list[Row]:
    """Return the findings that are new, or no longer rest on what they rested on."""
    then = {one.id: one for one in difference.then.findings}
    now = {one.id: one for one in difference.now.findings}
    rows = []
    for name in sorted(then.keys() | now.keys()):
        row = _finding(difference, then.get(name), now.get(name))
        if row["change"]:
            rows.append(row)
    return rows


def _finding(difference: Difference, before: FindingSeen | None, after: FindingSeen | None) -> Row:
    one = after or before
    assert one is not None
    nothing: tuple[str, ...] = ()
    good, bad = (after.good, after.bad) if after else (nothing, nothing)
    was_good, was_bad = (before.good, before.bad) if before else (nothing, nothing)
    people, was = (set(p.people) if p else set() for p in (after, before))
    new_for = [name for name in good if name not in was_good]
    change = ""
    if before is None:
        change = "nouveau"
    elif after is None:
        change = "retiré"
    elif (before.kind, before.status, before.statement) != (
        after.kind,
        after.status,
        after.statement,
    ):
        change = "repris"
    elif (good, bad, people) != (was_good, was_bad, was):
        change = "appuis"
    return {
        "finding_id": one.id,
        "case": one.case,
        "change": change,
        "kind": one.kind,
        "kind_then": before.kind if before else "",
        "statement": one.statement,
        "people_then": len(was),
        "people_now": len(people),
        "same_people": len(people & was),
        "new_for_ids": SEPARATOR.join(new_for),
        "new_against_ids": SEPARATOR.join(n for n in bad if n not in was_bad),
        "gone_for_ids": SEPARATOR.join(n for n in was_good if n not in good),
        "gone_against_ids": SEPARATOR.join(n for n in was_bad if n not in bad),
        "material_ids": SEPARATOR.join(
            difference.of_new_documents(n for n in (*good, *bad) if n not in {*was_good, *was_bad})
        ),
    }


def key_terms(difference: Difference) -> list[Row]:
    """Return the key terms that no wave had then, said in the new material."""
    known = {one.term for one in difference.then.terms}
    rows = []
    for one in difference.now.terms:
        here = difference.of_new_documents(one.passages)
        if one.term not in known and here:
            # every time it is said is in a wave of which nothing stood then
            first = one.count == one.total and len(here) == len(one.passages)
            rows.append(
                {
                    "wave": one.wave,
                    "term": one.term,
                    "people": one.people,
                    "count": one.count,
                    "unheard": first,
                    "passage_ids": SEPARATOR.join(here),
                }
            )
    return sorted(rows, key=lambda r: (r["wave"], not r["unheard"], -r["people"], r["term"]))


def codes(difference: Difference) -> list[Row]:
    """Return the codes that are new, gone, called or defined otherwise."""
    then = {one.code: one for one in difference.then.codes}
    now = {one.code: one for one in difference.now.codes}
    alias: Mapping[str, str] = dict(difference.now.aliases)
    kept_aliases = set(difference.then.aliases)
    # a code that became another one is told once, by its new name
    became = {old: new for old, new in alias.items() if (old, new) not in kept_aliases}
    rows = []
    for name in sorted(then.keys() | now.keys()):
        before, after = then.get(name), now.get(name)
        if before is None and after is not None:
            old = sorted(o for o, new in became.items() if new == name and o in then)
            what = "renommé" if old else "né du terrain" if after.emergent else "nouveau"
            rows.append(_code(name, after.label, what, SEPARATOR.join(old)))
        elif before is not None and after is None:
            if name not in became:
                rows.append(_code(name, before.label, "sorti du livre", ""))
            elif became[name] in then:
                rows.append(_code(name, before.label, "rejoint un autre", became[name]))
        elif before is not None and after is not None and before.sha256 != after.sha256:
            rows.append(_code(name, after.label, "redéfini", ""))
    return rows


def _code(name: str, label: str, change: str, other: str) -> Row:
    return {"code": name, "label": label, "change": change, "other": other}
