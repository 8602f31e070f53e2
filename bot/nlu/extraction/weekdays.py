"""Calendar arithmetic behind the words: which day "friday", "next friday" or "the 5th" is, seen from today."""

from __future__ import annotations

from datetime import date, timedelta

#: A month and day that passed no longer ago than this is a slip or a tale, not a wish for next year.
JUST_PASSED = timedelta(days=90)


def coming(weekday: int, today: date) -> date:
    """The nearest such weekday after today (0 = Monday); today's own weekday means a week from today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def this(weekday: int, today: date) -> date:
    """The day of "this friday": the nearest such weekday, today included."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def monday_of(day: date) -> date:
    """The Monday of the Monday-to-Sunday week that holds `day`."""
    return day - timedelta(days=day.weekday())


def in_week(weekday: int, day: date) -> date:
    """That weekday in the Monday-to-Sunday week of `day`."""
    return monday_of(day) + timedelta(days=weekday)


def following_week(weekday: int, today: date) -> date:
    """The day of "next friday": that weekday in the Monday-to-Sunday week after today's."""
    return in_week(weekday, today + timedelta(days=7))


def month_and_day(month: int, day: int, today: date) -> date:
    """The next such day, today included. Raises ValueError if the calendar has none in that year."""
    year = today.year if (month, day) >= (today.month, today.day) else today.year + 1
    return date(year, month, day)


def just_passed(month: int, day: int, today: date) -> bool:
    """True if that day was a short while ago, so that its next return is most of a year away."""
    for year in (today.year, today.year - 1):
        try:
            last = date(year, month, day)
        except ValueError:
            continue
        if last < today:
            return today - last <= JUST_PASSED
    return False


def day_of_month(day: int, today: date, weekday: int | None = None) -> date | None:
    """The day of "the 5th": the next day with that number, today included; with a weekday named, the next on which both hold.

    None if no month has it, or none in the next three months agrees with the weekday.
    """
    first = today.replace(day=1)
    for _ in range(4 if weekday is not None else 13):
        try:
            candidate = first.replace(day=day)
        except ValueError:
            candidate = None
        if candidate is not None and candidate >= today and weekday in (None, candidate.weekday()):
            return candidate
        first = months_on(first, 1)
    return None


def nth_in_month(nth: int, weekday: int | None, first: date) -> date:
    """The nth such weekday (or day, if `weekday` is None) of the month that starts with `first`; 0 means the last."""
    last = last_of_month(first)
    if weekday is None:
        return first + timedelta(days=nth - 1) if nth else last
    if not nth:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError(f"{day} is out of range")


def last_of_month(day: date) -> date:
    """The last day of the month that holds `day`."""
    return months_on(day.replace(day=1), 1) - timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian rule."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
