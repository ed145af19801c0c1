"""The two things that can go wrong with a key: it does not open, or it is not its turn yet."""


class Ongeldig(Exception):
    """Something sealed or signed did not open or did not verify.

    It carries no reason on purpose: whether the key, the context, the length or a single bit was wrong is
    knowledge that helps only somebody who is trying.
    """

    def __init__(self) -> None:
        """Take no message, so that nobody can add a reason by accident."""
        super().__init__()


class TeDruk(Exception):
    """Too many passphrases are waiting for their derivation; ask again in a moment (HTTP 503)."""
