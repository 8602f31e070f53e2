from tests.staff.fixtures import clock, database, plant  # noqa: F401
