"""E-mail addresses, written plainly or spelled out ("name at gmail dot com")."""

from __future__ import annotations

import itertools
import re

from email_validator import EmailNotValidError, validate_email

from .cues import corrected, lead_in, refused
from .patterns import verbose, words
from .text import Found

_PLAIN = re.compile(r"[^\s<>()\[\]{}|\\,;:\"@]{1,64}@[^\s<>()\[\]{}|\\,;:\"@]{2,190}")
# "name @ gmail.com", "name@ gmail . com", "name (at) gmail [dot] com", "nombre arroba gmail punto com"
_SEPARATED = verbose(
    r"""(?<![\w.+-])
    (?P<local>(?:[a-z\d]\s){2,20}[a-z\d]
      |[\w+-]{1,40}(?:(?:\s?\.\s?|\s(?:dot|punto|underscore|dash|hyphen|plus)\s|[\[({]dot[\])}])[\w+-]{1,40}){0,3}(?:(?<=[a-z])\s\d{1,4})?)
    (?P<at>\s?@\s?|\s?[\[({<]\s?(?:at|@)\s?[\])}>]\s?|\s(?:at|arroba)\s)
    (?P<domain>[a-z0-9-]{1,40}(?:(?:\s?\.\s?|\s?[\[({]\s?(?:dot|\.)\s?[\])}]\s?|\s(?:dot|punto)\s)[a-z0-9-]{2,24}){1,3})(?![\w-])"""
)
_HINT = re.compile(r"@|[\[({<]\s?at\b|\barroba\b|\sat\s[\w-]{1,40}\s?(?:[.\[({]|dot\b|punto\b)")
_MAIL_WORD = re.compile(r"\b(?:e-?mail|mail|correo|inbox|gmail|address)\b")
_SPELLED = {"dot": ".", "punto": ".", "underscore": "_", "dash": "-", "hyphen": "-", "plus": "+"}
_PROVIDERS = words(
    """gmail googlemail yahoo ymail hotmail outlook live msn icloud me mac aol protonmail proton comcast verizon att gmx
    yandex mail zoho bellsouth cox charter sbcglobal fastmail hey tutanota rocketmail"""
)
#: Words that stand before "at" in a sentence and are hardly the first half of an address.
_NO_LOCAL = words(
    """me look looking is it its im am are was were be been study studying studied work works working worked meet meeting
    there here place school home call up us them him her you see stay staying not good great bad better best enroll
    enrolled i we they student graduated went started arrive located find go program course class classes teach teaches
    teacher instructor email mail"""
)
_TOP_LEVEL = words(
    """com net org edu gov mil us io co me info biz uk ca de fr es it se no dk nl jp cn br mx in au nz tv fm ai app dev
    music studio"""
)


_OLD_BEFORE = re.compile(
    r"\b(?:old|wrong|former|not|isn't|used\sto|instead\sof|don'?t\suse|do\snot\suse|stop\susing|no\slonger|by\smistake|before\swas)\b[^.!?\n]{0,30}$"
)
_STATED = re.compile(r"\b(?:gave|told|typed|wrote|sent|put|said|entered|used)\b[^.!?\n]{0,30}$")
_OLD_AFTER = re.compile(
    r"\s?,?\s?(?:before|earlier|is\s(?:old|wrong|dead|gone)|was\s(?:wrong|a\stypo)|(?:doesn'?t|no\slonger)\s\w+|by\smistake|but\sthat)\b"
)


def emails(text: str, folded: str) -> list[Found[str]]:
    """Every address in the text, in lower case, in which addresses are compared, and in order."""
    if not _HINT.search(folded):
        return []
    found: list[Found[str]] = []
    for match in _PLAIN.finditer(folded):
        start, end = match.span()
        end -= len(match[0]) - len(match[0].rstrip(".,!?'\"*_~-/"))
        start += len(match[0]) - len(match[0].lstrip(".'*~-/<="))
        if match[0].lstrip(".'*~-/<=").startswith("mailto"):
            start = folded.index("mailto", match.start()) + len("mailto")
        address = _valid(text[start:end])
        if address:
            found.append(Found(address, start, end))
    taken = [(one.start, one.end) for one in found]
    for match in _SEPARATED.finditer(folded):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        address = _spelled_out(match, text, folded)
        if address:
            found.append(Found(address, *match.span()))
    return sorted(found, key=lambda one: one.start)


def email(found: list[Found[str]], folded: str) -> Found[str] | None:
    """The address to use: the first that is neither called old or wrong nor given before, or the one that takes back the one before it."""
    in_use = [one for one in found if not _out_of_use(folded, one)]
    chosen = next((one for one in in_use if not _STATED.search(lead_in(folded, one.start))), in_use[0] if in_use else None)
    for earlier, later in itertools.pairwise(found):
        between = folded[earlier.end : later.start]
        changed = between.strip() == "to" and folded[: earlier.start].endswith("from ")
        if (changed or corrected(between)) and later in in_use:
            chosen = later
    return chosen


def _out_of_use(folded: str, one: Found[str]) -> bool:
    before, after = lead_in(folded, one.start), folded[one.end : one.end + 40]
    return bool(_OLD_BEFORE.search(before) or _OLD_AFTER.match(after)) or refused(folded, one.start, one.end)


def _spelled_out(match: re.Match[str], text: str, folded: str) -> str | None:
    local = _joined(text[match.start("local") : match.end("local")])
    domain = _joined(match["domain"])
    first, last = domain.split(".")[0], domain.rsplit(".", 1)[-1]
    if first not in _PROVIDERS and (last not in _TOP_LEVEL or first.isdecimal() or re.search(r"\w\s?\.\s", match["domain"])):
        return None
    if "@" not in match["at"] and "(" not in match["at"] and "[" not in match["at"]:
        # A bare "at": "look at school dot com" is no address, "jay at gmail dot com" is.
        asked = bool(_MAIL_WORD.search(folded[max(0, match.start() - 40) : match.start()]))
        if local.lower() in _NO_LOCAL:
            return None
        plain_dot = "." in match["domain"]
        if not asked and plain_dot and first not in _PROVIDERS:
            return None
    return _valid(f"{local}@{domain}")


def _joined(spelled: str) -> str:
    parts = re.split(r"\s+", re.sub(r"[\[({]\s*(dot|\.)\s*[\])}]", " . ", spelled, flags=re.IGNORECASE).strip())
    return "".join(_SPELLED.get(word.lower(), word) for word in parts)


def _valid(address: str) -> str | None:
    try:
        # What reserved names (".example") can receive is for the form to judge; here it is what was typed.
        checked = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return None
    if "." not in checked.domain.strip("[]"):
        return None
    return checked.normalized.lower()
