"""Custom actions of stock Rasa, served by `rasa run actions`."""
