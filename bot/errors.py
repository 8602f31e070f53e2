"""Every error this program raises on purpose. A person sees the message; logs carry the rest."""


class AdmissionsError(Exception):
    """Base of all errors here. ``str(error)`` is one plain sentence fit to be shown."""


# --- set-up -----------------------------------------------------------------------------------------------------


class UnsafeSettings(AdmissionsError):
    """The settings would be unsafe on a public address, so the program refuses to start."""


class ContentError(AdmissionsError):
    """A file in the content folder cannot be used; the message names file, line and reason."""


class ModelUnavailable(AdmissionsError):
    """No trained model could be loaded or made."""


class EncoderUnavailable(AdmissionsError):
    """The sentence encoder cannot be built or loaded."""


class DatabaseUnavailable(AdmissionsError):
    """The database is locked, gone or full; the same request may work later."""


# --- what a visitor or a staff member can cause -----------------------------------------------------------------


class Refused(AdmissionsError):
    """A request that cannot be granted. ``status`` is the HTTP status it maps to."""

    status = 400

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class InvalidInput(Refused):
    """What was sent is malformed or not allowed."""

    status = 422


class NotSignedIn(Refused):
    """The token or session is unknown, expired or ended."""

    status = 401


class NotAllowed(Refused):
    """The person is known but their role does not allow this."""

    status = 403


class NotFound(Refused):
    """There is no such thing, or it belongs to somebody else."""

    status = 404


class Conflict(Refused):
    """Somebody else changed it first."""

    status = 409


class TooMany(Refused):
    """A rate limit was reached; ``retry_after`` seconds later it works again."""

    status = 429


class Busy(Refused):
    """The server cannot take this now (queue full, database gone); nothing was stored."""

    status = 503


# --- tours ------------------------------------------------------------------------------------------------------


class SlotFull(AdmissionsError):
    """The chosen time has too few places left."""


class SlotClosed(AdmissionsError):
    """The chosen time is not, or no longer, one that can be booked."""


class Stale(Conflict):
    """It was changed after the page that the request comes from was opened."""


class OfferOver(AdmissionsError):
    """The offer of a freed place was taken back, declined or ran out."""


class NotProven(AdmissionsError):
    """Nobody has proven, in this conversation and lately, to read the e-mail address of the booking."""


class LinkForged(AdmissionsError):
    """A link of an e-mail that was not made here, or for something else."""


class LinkExpired(AdmissionsError):
    """A link of an e-mail whose time is over."""


# --- delivery ---------------------------------------------------------------------------------------------------


class DeliveryFailed(AdmissionsError):
    """A message could not be handed over. ``permanent`` means that trying again cannot help."""

    def __init__(self, message: str, *, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.retry_after = retry_after
