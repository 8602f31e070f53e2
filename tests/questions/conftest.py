from tests.questions.fixtures import answer_desk, harbor, office, question_desk  # noqa: F401
from tests.staff.fixtures import clock, database, migrated_file, plant, postgres_url  # noqa: F401
