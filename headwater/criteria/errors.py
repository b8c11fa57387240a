"""What is wrong with a criterion, said so that its author can mend it."""


class CriteriaError(ValueError):
    """A text or tree that cannot be asked.

    `position` is the 0-based place in the text (-1 when there is no text), `suggestion` what to
    write instead or '', `kind` is `syntax`, `field` (an unknown name) or `value` (does not fit).
    `told` is the same in the words that clients of Salesforce know, '' where these have none.
    """

    def __init__(
        self,
        message: str,
        position: int = -1,
        suggestion: str = "",
        kind: str = "value",
        told: str = "",
    ) -> None:
        super().__init__(f"{message} {suggestion}".strip())
        self.message, self.position, self.suggestion = message, position, suggestion
        self.kind, self.told = kind, told
