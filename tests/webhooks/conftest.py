from tests.staff.fixtures import clock, database, migrated_file, plant, postgres_url  # noqa: F401
