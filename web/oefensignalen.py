"""placeholder"""
from dataclasses import dataclass
from typing import Any

@dataclass(frozen=True)
class Speler:
    rol: str
    gemeente: str | None
    werkplek: str | None
    actor: Any
    bos: Any

def maak_signalen(huis: Any, beleid: Any, spelers: Any) -> None: ...
