"""Stock Rasa Open Source with its default pipeline, in an environment of its own, answering the same questions."""
