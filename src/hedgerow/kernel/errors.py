"""What an act or a read may raise on purpose. Doors turn each into one kind of answer."""


class HedgerowError(Exception):
    """Anything the house refuses knowingly."""


class Refused(HedgerowError):
    """The input cannot be taken. `message` is shown next to `field`, and the draft is kept."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(field, message)
        self.field = field
        self.message = message


class NotFound(HedgerowError):
    """Missing or forbidden: the same answer for both, always."""


class TooMany(HedgerowError):
    """Too much in too short a time; `retry_after` is whole seconds until trying again makes sense, `limit`
    how often it could be done before.
    """

    def __init__(self, retry_after: int, limit: int = 0) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after
        self.limit = limit
