"""The topics that questions are sorted into. The same ids are used in the FAQ, in analytics and in evaluation."""

from __future__ import annotations

SCHOOL_TOPICS = (
    "programs_offered",
    "program_details",
    "careers",
    "salary",
    "internships",
    "diploma_value",
    "graduation",
    "job_placement",
    "alumni",
    "tuition",
    "financial_aid",
    "admission_requirements",
    "apply",
    "campus_tour",
    "contact",
    "location",
    "housing",
    "student_life",
    "accreditation",
    "online_classes",
)
SMALLTALK = ("smalltalk_greet", "smalltalk_goodbye", "smalltalk_thanks")
CONVERSATION_TOPICS = (*SMALLTALK, "bot_challenge", "complaint_or_profanity", "out_of_scope", "human_handoff", "opt_out", "privacy")
TOPICS = (*SCHOOL_TOPICS, *CONVERSATION_TOPICS)

DIALOGUE_INTENTS = ("inform", "affirm", "deny", "cancel", "correct", "more_times")
"""What people say in the middle of a booking. These are no topics."""
