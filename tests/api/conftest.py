from tests.staff.fixtures import clock, content, database, plant  # noqa: F401
