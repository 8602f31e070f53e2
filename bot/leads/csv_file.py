"""Leads as a CSV file that a spreadsheet can open without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from bot.leads.listing import LeadRow
from bot.staff.wording import BOOKINGS, CHANNELS, PURPOSES, STAGES, WANTS, label

COLUMNS = (
    "Name",
    "E-mail",
    "Phone",
    "Other contact",
    "Program",
    "Stage",
    "Wants",
    "Owner",
    "Tour time",
    "Tour time zone",
    "Example time",
    "Tour state",
    "Reference",
    "Consents",
    "Channel",
    "First page",
    "Last page",
    "Referrer",
    "Campaign",
    "Created",
    "Last activity",
    "Lead id",
)
# Spreadsheets of some languages take the full-width forms (the last four) for the same characters.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def header() -> str:
    """The first line, after the byte order mark by which spreadsheets recognise UTF-8."""
    return "\ufeff" + _lines([COLUMNS])


def lines(rows: Iterable[LeadRow], zone: ZoneInfo) -> Iterator[str]:
    """One line for each lead, in the words of the staff pages; times in the campus zone with their offset."""
    for row in rows:
        tour = row.tour
        yield _lines(
            [
                (
                    row.name,
                    ", ".join(row.emails),
                    ", ".join(row.phones),
                    ", ".join(f"{kind}: {value}" for kind, value in row.others),
                    row.lead.program or "",
                    label(row.lead.stage, STAGES),
                    label(row.lead.wants, WANTS),
                    row.owner_name or "",
                    tour.starts_at.astimezone(tour.zone).isoformat(timespec="minutes") if tour else "",
                    str(tour.zone) if tour else "",
                    ("yes" if tour.example else "no") if tour else "",
                    label(tour.state, BOOKINGS) if tour else "",
                    tour.reference if tour else "",
                    ", ".join(f"{label(purpose, PURPOSES)}: {'yes' if granted else 'no'}" for purpose, granted in row.consents),
                    label(row.lead.channel, CHANNELS),
                    row.lead.page_url or "",
                    row.lead.last_page_url or "",
                    row.lead.referrer or "",
                    row.lead.campaign or "",
                    row.lead.created_at.astimezone(zone).isoformat(timespec="seconds"),
                    row.active_at.astimezone(zone).isoformat(timespec="seconds"),
                    row.lead.id,
                )
            ]
        )


def harmless(cell: str) -> str:
    """``cell`` with an apostrophe in front if a spreadsheet would take it for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _lines(rows: Iterable[Iterable[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([harmless(cell) for cell in row] for row in rows)
    return buffer.getvalue()
