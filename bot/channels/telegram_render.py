"""Turns a bot line into calls of the Telegram Bot API. Plain text throughout: nothing in it is read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LONGEST_TEXT = 4096
"""UTF-16 units in one message (Bot API: sendMessage)."""
LONGEST_DATA = 64
"""Bytes of callback_data (Bot API: InlineKeyboardButton)."""
_MOST_BUTTONS = 100
_LONGEST_TITLE = 48
_SHORT_TITLE = 18
"""Two titles up to this length share a row; longer ones would be cut off on a phone."""

_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# Where a long text may be cut, best first: between paragraphs, lines, sentences, words.
_CUTS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…])\s+"), re.compile(r"\s+"))
# What may not be torn from the character before it: combining marks, variation selectors, skin tones, joiners.
_JOINED = re.compile("[\u0300-\u036f\u200d\u20e3\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True)
class _Button:
    title: str
    payload: str

    @property
    def shown(self) -> str:
        return self.title if len(self.title) <= _LONGEST_TITLE else self.title[: _LONGEST_TITLE - 1].rstrip() + "…"


def render(chat_id: str, text: str, custom: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The calls that show a bot line in a chat, each ``{"method": …, …parameters}``; the buttons hang on the last.

    ``custom`` follows custom.schema.json. Raises :class:`ValueError` for a payload id too long for a button.
    """
    custom = custom or {}
    buttons = list(_buttons(custom))
    body = "\n\n".join(part for part in (_clean(text), *_parts(custom, text), _full_titles(buttons)) if part)
    if not body and not buttons:
        return []
    calls: list[dict[str, Any]] = [
        {"method": "sendMessage", "chat_id": chat_id, "text": chunk, "link_preview_options": {"is_disabled": True}}
        for chunk in split(body or "Please choose:")
    ]
    if buttons:
        calls[-1]["reply_markup"] = {"inline_keyboard": _keyboard(buttons)}
    return calls


def split(text: str, longest: int = LONGEST_TEXT) -> list[str]:
    """``text`` in pieces of at most ``longest`` UTF-16 units, cut between paragraphs, lines, sentences or words."""
    pieces = []
    rest = text.strip()
    while _units(rest) > longest:
        room = _fitting(rest, longest)
        cut = next((at for pattern in _CUTS if (at := _last_cut(pattern, rest, room))), None) or _hard_cut(rest, room)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _fitting(text: str, longest: int) -> int:
    """How many characters of ``text`` fit."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if ord(character) > 0xFFFF else 1
        if used > longest:
            return index
    return len(text)


def _last_cut(pattern: re.Pattern[str], text: str, room: int) -> int | None:
    # A cut in the first half would leave a needlessly short piece; then the next kind of place is tried.
    ends = [match.end() for match in pattern.finditer(text) if room // 2 <= match.start() <= room]
    return ends[-1] if ends else None


def _hard_cut(text: str, room: int) -> int:
    for cut in range(room, max(room - 20, 0), -1):
        if not _JOINED.match(text[cut]) and text[cut - 1] != "\u200d":
            return cut
    return room


def _clean(text: str) -> str:
    return _UNSENDABLE.sub("", text).strip()


def _parts(custom: dict[str, Any], text: str) -> Iterator[str]:
    """What the browser shows as panels, as lines; without what the text says already."""
    review = custom.get("review") or {}
    rows = [_clean(f"{row['label']}: {row['value']}") for row in review.get("rows", [])]
    if any(row not in text for row in rows):
        yield "\n".join([_clean(review["title"]), *rows])
    yield from _field_parts(custom.get("form") or {}, text)
    note = (custom.get("slots") or {}).get("note", "")
    wording = (custom.get("consent") or {}).get("wording", "")
    yield from (_clean(part) for part in (note, wording) if part not in text)


def _field_parts(form: dict[str, Any], text: str) -> Iterator[str]:
    # The text asks for one thing and the answer is typed. A form of several fields is a panel for browsers only.
    fields = form.get("fields", [])
    if len(fields) != 1:
        return
    if "error" in fields[0] and fields[0]["error"] not in text:
        yield _clean(fields[0]["error"])
    if "options" in fields[0]:
        yield "\n".join(f"• {_clean(option['label'])}" for option in fields[0]["options"])


def _buttons(custom: dict[str, Any]) -> Iterator[_Button]:
    slots = custom.get("slots") or {}
    consent = custom.get("consent") or {}
    choices = [
        *slots.get("options", []),
        *([slots["more"]] if "more" in slots else []),
        *(consent[answer] for answer in ("accept", "decline") if answer in consent),
        *custom.get("quick_replies", []),
    ]
    for choice in choices[:_MOST_BUTTONS]:
        if len(choice["payload"].encode()) > LONGEST_DATA:
            raise ValueError(f"a payload id has more than {LONGEST_DATA} bytes")
        yield _Button(_clean(choice["title"]), choice["payload"])


def _full_titles(buttons: list[_Button]) -> str:
    """The titles that do not fit on their buttons, in full."""
    return "\n".join(f"• {button.title}" for button in buttons if button.shown != button.title)


def _keyboard(buttons: list[_Button]) -> list[list[dict[str, str]]]:
    rows: list[list[_Button]] = []
    for button in buttons:
        short = len(button.title) <= _SHORT_TITLE
        if short and rows and len(rows[-1]) == 1 and len(rows[-1][0].title) <= _SHORT_TITLE:
            rows[-1].append(button)
        else:
            rows.append([button])
    return [[{"text": button.shown, "callback_data": button.payload} for button in row] for row in rows]
