"""The signal form: one address, no account, no cookie, and nothing stored before the last button."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue

from web import meldpagina
from web.huis import het_huis
from web.meldpagina import CONTROLE, Staat
from workflow import melden
from workflow.formulier import Formulier, Scherm
from workflow.fouten import (
    AlIngediend,
    Ingehaald,
    LogboekOnbereikbaar,
    OpslagOnbereikbaar,
    StapGeweigerd,
    WerkplekGesloten,
)
from workflow.gemeenten import Gemeente
from workflow.soortcodes import STANDAARD
from workflow.termijnen import TIJDZONE

BEGIN = "0"
NIET_VRAAG = frozenset({"zegel", "stap", "knop", "actie", "csrf_token"})
LANG_OPEN = "Je pagina stond lang open. Kijk alles nog een keer na. Verstuur daarna je signaal"
NIET_GELUKT = "Je signaal is nog niet verstuurd. Probeer het zo weer. Lukt het niet? Bel de aandachtsfunctionaris"
NU_DICHT = "Je signaal is niet verstuurd, want niemand kan het nu lezen. Bel de aandachtsfunctionaris of de politie"


def begin() -> ResponseReturnValue:
    """The form without a municipality: it is chosen on the first page."""
    return redirect("/", 303)


def formulier(gemeente: str) -> ResponseReturnValue:
    """The form of one municipality: GET shows its first page, every POST the next one."""
    return _formulier(gemeente, STANDAARD)


def soortformulier(gemeente: str, soort: str) -> ResponseReturnValue:
    """The form of one municipality for another kind of signal; trafficking has its own address."""
    if soort == STANDAARD or soort not in het_huis().beleid.soorten.alle:
        abort(404)
    return _formulier(gemeente, soort)


def _formulier(gemeente: str, soort: str) -> ResponseReturnValue:
    gevonden = het_huis().beleid.ontvangt(gemeente)
    if gevonden is None:
        abort(404)
    if request.method == "GET":
        return meldpagina.intro(gevonden, Staat(secrets.token_hex(32), soort=soort))
    data, verlopen = het_huis().open_pagina(request.form.get("zegel", ""), meldpagina.voor_wie(gemeente, soort))
    staat = Staat(**data)  # type: ignore[arg-type]  # we sealed it ourselves
    verzoek = _Verzoek(gevonden, staat, request.form.get("stap", BEGIN))
    if request.form.get("actie") == "indienen":
        return verzoek.verstuur(verlopen=verlopen)
    return verzoek.ga(request.form.get("knop", "verder"))


@dataclass(frozen=True)
class _Verzoek:
    """One POST of the form: where the person was and what he knew."""

    gemeente: Gemeente
    staat: Staat
    nr: str

    @property
    def vorm(self) -> Formulier:
        return het_huis().beleid.formulier_van(self.staat.soort)

    def ga(self, knop: str) -> ResponseReturnValue:
        """Go where the button leads: on, back, to one answer, or away."""
        if knop == "weggooien_ja":
            return redirect("/", 303)
        if self.nr == BEGIN:
            return self._toon(self._schermen()[0].nr)
        if self.nr == CONTROLE:
            return self._vanaf_controle(knop)
        if self.nr not in {een.nr for een in self._schermen()}:
            abort(400)
        return self._neem(knop)

    def _toon(self, nr: str) -> ResponseReturnValue:
        return meldpagina.scherm(self.gemeente, self.staat, nr)

    def _schermen(self) -> tuple[Scherm, ...]:
        return self.vorm.getoond(self.staat.antwoorden)

    def _neem(self, knop: str) -> ResponseReturnValue:
        """Take the answers of the screen that was shown, and go on or back."""
        ruw = {naam: waarden for naam, waarden in request.form.to_dict(flat=False).items() if naam not in NIET_VRAAG}
        vandaag = het_huis().nu().astimezone(TIJDZONE).date()
        gelezen, fouten = meldpagina.vorm_van(self.gemeente, self.staat).lees_stap(
            self.nr, ruw, vandaag, self.staat.antwoorden
        )
        getypt = {nr: rest for nr, rest in self.staat.ruw.items() if nr != self.nr}
        if fouten:
            # Not an answer yet, but not lost either: it waits on its screen.
            staat = replace(self.staat, ruw={**getypt, self.nr: ruw})
            if knop != "terug":
                return meldpagina.scherm(self.gemeente, staat, self.nr, fouten)
        else:
            antwoorden = self.vorm.vervang(self.staat.antwoorden, self.nr, gelezen)
            staat = replace(self.staat, antwoorden=antwoorden, ruw=getypt)
        verder = replace(self, staat=staat)
        return verder._terug() if knop == "terug" else verder._volgende()

    def _terug(self) -> ResponseReturnValue:
        if self.staat.nakijken:
            return self._toon(CONTROLE)
        vorige = self.vorm.vorige(self.nr, self.staat.antwoorden)
        return meldpagina.intro(self.gemeente, self.staat) if vorige is None else self._toon(vorige)

    def _volgende(self) -> ResponseReturnValue:
        if self.staat.nakijken:
            return self._toon(self._eerste_open() or CONTROLE)
        return self._toon(self.vorm.volgende(self.nr, self.staat.antwoorden) or CONTROLE)

    def _eerste_open(self) -> str | None:
        """The first screen that still misses a required answer."""
        missend = self.vorm.ontbreekt(self.staat.antwoorden)
        return next((een.nr for een in self._schermen() if any(v.naam in missend for v in een.vragen)), None)

    def _vanaf_controle(self, knop: str) -> ResponseReturnValue:
        nr = knop.removeprefix("wijzig-")
        if knop == "terug":
            return self._toon(self.vorm.vorige(CONTROLE, self.staat.antwoorden) or CONTROLE)
        if knop.startswith("wijzig-") and nr in {een.nr for een in self._schermen()}:
            return replace(self, staat=replace(self.staat, nakijken=True))._toon(nr)
        return meldpagina.controle(self.gemeente, self.staat, weggooien=knop == "weggooien")

    def verstuur(self, *, verlopen: bool) -> ResponseReturnValue:
        """Send the signal. When it can't be sent, the answers stay on the page."""
        if verlopen:
            return self._niet(422, LANG_OPEN)
        try:
            return meldpagina.klaar(self.gemeente, self.staat, self._dien_in())
        except AlIngediend:
            return meldpagina.al_verstuurd(self.staat)
        except StapGeweigerd as fout:
            return self._niet(422, *fout.punten, *fout.velden.values())
        except WerkplekGesloten:
            return self._niet(503, NU_DICHT)
        except (OpslagOnbereikbaar, LogboekOnbereikbaar, Ingehaald):
            return self._niet(503, NIET_GELUKT)

    def _niet(self, status: int, *redenen: str) -> ResponseReturnValue:
        return meldpagina.controle(self.gemeente, self.staat, redenen, status)

    def _dien_in(self) -> melden.Ontvangst:
        try:
            return self._een_keer()
        except Ingehaald:
            # The same page was sent twice at once and the other one was first: now it is a repeat.
            return self._een_keer()

    def _een_keer(self) -> melden.Ontvangst:
        huis, slug = het_huis(), self.gemeente.slug
        indiening, code = self.staat.codes()
        geheim = bytes.fromhex(self.staat.geheim)
        with huis.meldwerk(slug) as werk:
            return melden.indienen(
                werk, huis.beleid, slug, self.staat.antwoorden, geheim, indiening, code, self.staat.soort
            )


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {
    "melden.begin": begin,
    "melden.formulier": formulier,
    "melden.soort": soortformulier,
}
