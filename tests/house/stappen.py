"""Writes docs/stappen.md from the tables: every state, every step, every field by its name.

Run `.venv/bin/python -m tests.house.stappen` after a change of a route or of the form.
"""

from collections.abc import Iterator
from pathlib import Path

import config
from workflow.beleid import Beleid
from workflow.beleidladen import ROUTES, laad_beleid
from workflow.formulierantwoord import Vraag
from workflow.route import Route
from workflow.stap import Stap, Veld

BESTAND = Path(__file__).parents[2] / "docs" / "stappen.md"
KOP = """# The steps of the routes

*Written from the tables in `config/` by `tests/house/stappen.py`; a test refuses this page when it differs from them.*

A page offers a step as a form. Its button has `name="actie"` and as value the name of the step; an input has the name
of the field. A field that starts with "only when" is asked only then. The choices are the codes that are sent.

In *keys*, `zaak > overleg` hands the key of compartment `zaak` to desk `overleg`. "dormant" is a wrap that exists and
is not served, "released" serves a dormant one, `*` is all that the desk holds.

Two steps stand in no table, because they belong to every step with four eyes: `instemmen` confirms the proposal that
waits on a case (and asks the text for the reporter when the first person could not write it), `afwijzen_voorstel`
(field `reden`) refuses it or takes it back.
"""
SOORTEN = {
    "tekst": "text, up to 4 000 characters",
    "regel": "line, up to 200 characters",
    "keuze": "one code",
    "meerkeuze": "codes",
    "janee": "`ja` or `nee`",
    "datum": "date, `24-3-2026` or `2026-03-24`",
    "getal": "number",
    "bedrag": "amount in euro",
    "gemeente": "municipality (slug)",
    "overleg": "meeting (id)",
    "regiehouder": "person (id)",
    "ontvanger": "recipient (key of `partners.toml`)",
    "afdeling": "department",
    "opvangplek": "shelter (key of `partners.toml`)",
    "feiten": "facts (ids)",
    "personen": "persons (pseudonyms)",
    "datum_delen": "day, month, year",
    "vinkje": "`ja` when ticked",
    "telefoon": "Dutch telephone number",
    "email": "mail address",
    "wachtzin": "passphrase",
}
MANIER = {"open": "", "sluimerend": " (dormant)", "vrij": " (released)"}
NAAR = {"=": "same state", "<": "state it came from"}


def _code(namen: tuple[str, ...]) -> str:
    return ", ".join(f"`{naam}`" for naam in namen)


def _rij(*cellen: str) -> str:
    return f"| {' | '.join(een.replace('|', '/') for een in cellen)} |"


def _tabel(*koppen: str) -> Iterator[str]:
    yield _rij(*koppen)
    yield _rij(*("---" for _ in koppen))


def _wat(soort: str, keuzes: tuple[str, ...]) -> str:
    naam = SOORTEN.get(soort, soort)
    return f"{naam}: {_code(keuzes)}" if keuzes and soort in ("keuze", "meerkeuze") else naam


def _veld(beleid: Beleid, veld: Veld) -> str:
    wat = _wat(veld.soort, tuple(beleid.keuzes(veld)))
    if veld.als:
        wat = f"only when `{veld.als}`; {wat}"
    if veld.compartiment:
        wat = f"{wat}; sealed in `{veld.compartiment}`"
    return _rij(f"`{veld.naam}`", "yes" if veld.verplicht else "", veld.label, wat)


def _sleutels(stap: Stap) -> Iterator[str]:
    groepen = (("gives", stap.geeft), ("takes back", stap.neemt), ("gives with the proposal", stap.bij_voorstel))
    for werkwoord, sleutels in groepen:
        delen = [
            f"`{een.compartiment} > {een.werkplek}`{MANIER[een.manier]}{f' if {een.als}' if een.als else ''}"
            for een in sleutels
        ]
        if delen:
            yield f"{werkwoord} {', '.join(delen)}"


def _stap(beleid: Beleid, stap: Stap) -> Iterator[str]:
    yield f"\n### `{stap.actie}`: {stap.knop}\n"
    naar = NAAR.get(stap.naar, f"`{stap.naar}`")
    yield f"- {_code(stap.van)} → {naar}, by {_code(stap.door)}"
    if stap.vier_ogen:
        yield f"- four eyes: one proposes, the other confirms ({_code(stap.vier_ogen)})"
    if stap.voorwaarden:
        yield f"- only if {_code(stap.voorwaarden)}"
    if stap.privacycheck:
        yield f"- asks privacy check {stap.privacycheck}"
    if stap.maakt:
        yield f"- makes compartment {_code(stap.maakt)}"
    yield from (f"- keys: {een}" for een in _sleutels(stap))
    if stap.vastleggen:
        yield f"- sealed in `{stap.vastleggen}`"
    if stap.opent:
        wanneer = f" when `{stap.opent_als}`" if stap.opent_als else ""
        yield f"- starts `{stap.opent}`{wanneer}; its fields are asked here"
    if stap.optioneel:
        yield "- optional: a municipality may switch it off"
    if stap.velden:
        yield ""
        yield from _tabel("field", "required", "question", "answer")
        yield from (_veld(beleid, veld) for veld in stap.velden)


def _route(beleid: Beleid, route: Route) -> Iterator[str]:
    yield f"\n## Route `{route.naam}`\n"
    yield from _tabel("state", "on screen", "whose turn", "term", "urgent")
    for staat in route.staten:
        wie = f"`{staat.eigenaar}`" if staat.eigenaar else "end"
        yield _rij(f"`{staat.naam}`", staat.scherm, wie, staat.termijn, staat.spoed)
    for stap in route.stappen:
        yield from _stap(beleid, stap)


def _vraag(vraag: Vraag) -> str:
    wat = _wat(vraag.soort, tuple(code for code, _ in vraag.keuzes))
    if vraag.als:
        wat = f"only when `{vraag.als}`; {wat}"
    namen = vraag.namen if len(vraag.namen) > 1 else (vraag.invoer or vraag.naam,)
    return _rij(_code(namen), "yes" if vraag.verplicht else "", vraag.label, f"{wat}; sealed in {_code(vraag.naar)}")


def _formulier(beleid: Beleid) -> Iterator[str]:
    yield "\n## The form of `indienen`\n"
    for scherm in beleid.formulier.schermen:
        if scherm.vragen:
            yield f"\n### Screen {scherm.nr}: {scherm.titel}\n"
            yield from _tabel("field", "required", "question", "answer")
            yield from map(_vraag, scherm.vragen)


def tekst(beleid: Beleid) -> str:
    """Return the whole page."""
    regels = [KOP]
    for naam in ROUTES:
        regels += _route(beleid, beleid.routes[naam])
    regels += _formulier(beleid)
    return "\n".join(regels).replace("\n\n\n", "\n\n") + "\n"


if __name__ == "__main__":
    BESTAND.write_text(tekst(laad_beleid(Path(config.__file__).parent)), encoding="utf-8")
