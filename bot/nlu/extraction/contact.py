"""How the visitor can be reached: e-mail and phone."""

from __future__ import annotations

from dataclasses import dataclass

from .emails import email, emails
from .phones import DIGIT_WORDS, phone, phones, short_number
from .text import CONTACT_MARK, DIGITS, Found, mark, words_in

#: Without one of these, or an @, there is neither an address nor a number.
_TOLD_WITH = DIGITS | DIGIT_WORDS | {"at", "arroba"}


@dataclass(frozen=True, slots=True)
class Contact:
    """The chosen e-mail and phone, all that were found, and the text with them marked as used."""

    email: Found[str] | None
    phone: Found[str] | None
    emails: tuple[Found[str], ...]
    phones: tuple[Found[str], ...]
    short_phone: bool
    rest: str


def contact(text: str, folded: str, region: str) -> Contact:
    """Find the ways to reach the visitor; `folded` is `fold(text)`."""
    if "@" not in folded and _TOLD_WITH.isdisjoint(words_in(folded)):
        return Contact(None, None, (), (), False, folded)
    mails = emails(text, folded)
    rest = mark(folded, [(one.start, one.end) for one in mails], CONTACT_MARK)
    numbers = phones(rest, region)
    chosen = phone(numbers, rest)
    marked = mark(rest, [(one.start, one.end) for one in numbers], CONTACT_MARK)
    return Contact(email(mails, folded), chosen, tuple(mails), tuple(numbers), not numbers and short_number(rest), marked)
