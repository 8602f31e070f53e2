from tests.reminders.visiting import office  # noqa: F401
from tests.staff.fixtures import migrated_file  # noqa: F401
