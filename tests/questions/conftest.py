from tests.questions.fixtures import answer_desk, harbor, office, question_desk  # noqa: F401
from tests.staff.fixtures import clock, database, plant  # noqa: F401
