"""How a kind of signal is named where the sharing policy asks for it."""

# "soort_drugs", and one circumstance that holds for every kind but trafficking.
STANDAARD = "mensenhandel"
VOOR, ANDERS = "soort_", "soort_anders"


def is_soort(omstandigheid: str) -> bool:
    """True for a circumstance that says which kind of signal it is."""
    return omstandigheid.startswith(VOOR)


def omstandigheden(soort: str) -> set[str]:
    """The circumstances of the covenant that follow from the kind of a case; none for trafficking."""
    return set() if soort == STANDAARD else {VOOR + soort, ANDERS}


def telcode(soort: str) -> dict[str, str]:
    """The code under which a count keeps its kind; a count without one is about trafficking."""
    return {} if soort == STANDAARD else {"soort": soort}
