"""Measurements of this assistant against stock Rasa Open Source."""
