from tests.staff.fixtures import clock, content, database, migrated_file, plant, postgres_url  # noqa: F401
