"""Whether somebody books for a child, and for whom: "my daughter Ana wants to come", "this is Leo's dad", "para mi hijo Luis"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .patterns import phrases, verbose
from .relations import CHILDREN
from .spanish_company import CHILDREN as SPANISH_CHILDREN

_MY = r"\b(?:my|our|mi|nuestr[oa])\s(?:[\w-]+\s){0,3}?"
_RAISED = phrases(
    """daughter, daugther, dauther, son, kid, kiddo, child, teen, teenager, stepson, stepdaughter, stepkid, grandson, granddaughter,
    grandaughter, grandchild, grandkid, oldest, youngest, eldest, hij[oa], hijit[oa], niet[oa], hijastr[oa]"""
)
_CHILD = phrases(",".join(sorted(CHILDREN | SPANISH_CHILDREN)))
_PARENT = phrases(
    """mom, mum, momma, mommy, mother, dad, daddy, father, stepmom, stepdad, guardian, grandma, grandpa, grandmother, grandfather"""
)
#: A child of one's own, or one that one brings up.
_OWN = verbose(rf"{_MY}(?:{_RAISED})(?![\w'])")
_RELATED = verbose(rf"{_MY}(?:{_CHILD})(?![\w'])")
_PARENT_HERE = verbose(
    rf"""(?<=\w)'?s\s(?:{_PARENT})(?!\w)|\b(?:{_PARENT}|parent)\sof\s
    |\b(?:soy|habla|le\shabla)\s(?:(?:el|la)\s)?(?:mama|mami|papa|papi|madre|padre|tutora?|abuel[oa])\sde\s"""
)
_WANTS = phrases(
    r"""(?:'s|is) (?:interested|looking|thinking|hoping|considering|applying|dying), wants?, would (?:like|love), '?d (?:like|love), wanna,
    wishes, hopes, quiere, quisiera, (?:le )?gustaria, esta interesad[oa], (?:le )?interesa"""
)
#: "A tour for my 16 year old son", "llevar a mi hija", "my daughter wants to see it".
_BOOKS = verbose(
    rf"""\b(?:(?:for|bring|bringing|take|taking|show|para|(?:llevar|traer|inscribir|registrar|apuntar)\sa)\s{_MY}(?:{_CHILD})(?![\w'])
    |{_MY}(?:{_CHILD}),?\s(?:who\s|que\s|she\s|he\s|also\s|really\s|tambien\s)?(?:{_WANTS})(?!\w))"""
)


@dataclass(frozen=True, slots=True)
class Family:
    """Somebody who is booked for by somebody else."""

    student: str | None
    """The name, if it was said."""
    speaker: Literal["parent", "guest"]
    """As what the speaker comes along."""


def family(folded: str, student: str | None) -> Family | None:
    """Whom the speaker books for, on folded text in either language; ``student`` is the name of whoever is spoken for.

    A child that is only spoken of ("my daughter told me about you") is none.
    """
    parent = _OWN.search(folded) or _PARENT_HERE.search(folded)
    if (parent or _RELATED.search(folded)) if student is not None else _BOOKS.search(folded):
        return Family(student, "parent" if parent else "guest")
    return None
