"""The admissions assistant."""

import os

# Rasa reports to its makers by default; it must be told not to before it is imported.
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
# A message needs a few small products of vectors: starting threads for them costs a hundred times what they take.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
