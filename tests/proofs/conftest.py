from tests.reminders.visiting import office  # noqa: F401
