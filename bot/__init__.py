"""The admissions assistant."""

import os

# Rasa reports to its makers by default; it must be told not to before it is imported.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
