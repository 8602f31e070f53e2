"""What the verbs of ``./admissions`` do, one module each."""
