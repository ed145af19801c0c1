"""The signal form: one address, no account, no cookie, and nothing stored before the last button."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from web.huis import het_huis
from web.openbaar import contact
from web.vragen import foutlijst, waarden
from workflow import melden
from workflow.datumtekst import moment_tekst
from workflow.formulier import Scherm
from workflow.fouten import (
    AlIngediend,
    Ingehaald,
    LogboekOnbereikbaar,
    OpslagOnbereikbaar,
    StapGeweigerd,
    WerkplekGesloten,
)
from workflow.gemeenten import Gemeente
from workflow.stap import voldoet
from workflow.termijnen import TIJDZONE

GELDIG_SECONDEN = 2 * 60 * 60
BEGIN, CONTROLE = "0", "6"
NIET_VRAAG = frozenset({"zegel", "stap", "knop", "actie", "csrf_token"})
LANG_OPEN = "Je pagina stond lang open. Kijk alles nog een keer na. Verstuur daarna je signaal"
NIET_GELUKT = "Je signaal is nog niet verstuurd. Probeer het zo weer. Lukt het niet? Bel de aandachtsfunctionaris"
NU_DICHT = (
    "Niemand kan je signaal nu veilig lezen, dus het is niet verstuurd. Bel de aandachtsfunctionaris of de politie"
)
AL_VERSTUURD = "Je signaal is al verstuurd. Wil je iets veranderen? Voeg het toe met je volgcode: {code}."


@dataclass(frozen=True)
class Staat:
    """What travels sealed inside the page: the secret of this form and the answers so far.

    `ruw` is, per screen, what was typed and could not be taken yet; `nakijken` says that the person came from the
    check page and goes back to it.
    """

    geheim: str
    antwoorden: Mapping[str, Any] = field(default_factory=dict)
    ruw: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    nakijken: bool = False

    def zegel(self, gemeente: str) -> str:
        """Seal it for the next page, with two hours from now."""
        verloopt = int(het_huis().echte_tijd().timestamp()) + GELDIG_SECONDEN
        return het_huis().verzegel_pagina(dict(self.__dict__), gemeente, verloopt)


def formulier(gemeente: str) -> ResponseReturnValue:
    """The form of one municipality: GET shows its first page, every POST the next one."""
    gevonden = het_huis().beleid.gemeenten.get(gemeente)
    if gevonden is None:
        abort(404)
    if request.method == "GET":
        return _intro(gevonden, Staat(secrets.token_hex(32)))
    data, verlopen = het_huis().open_pagina(request.form.get("zegel", ""), gemeente)
    staat = Staat(**data)  # type: ignore[arg-type]  # what we sealed ourselves
    return _Verzoek(gevonden, staat, request.form.get("stap", BEGIN)).antwoord(verlopen=verlopen)


def _intro(gemeente: Gemeente, staat: Staat) -> ResponseReturnValue:
    with het_huis().meldwerk(gemeente.slug) as werk:
        is_open = melden.is_open(werk, gemeente.slug)
    inhoud = render_template(
        "melden/intro.html",
        gemeente=gemeente,
        contact=contact(gemeente),
        zegel=staat.zegel(gemeente.slug),
        gesloten=not is_open,
    )
    return inhoud, 200 if is_open else 503


@dataclass(frozen=True)
class _Verzoek:
    """One POST of the form: where the person was, what he knew, and which button he chose."""

    gemeente: Gemeente
    staat: Staat
    nr: str

    def antwoord(self, *, verlopen: bool) -> ResponseReturnValue:
        """Return the next page."""
        if request.form.get("actie") == "indienen":
            return self._verstuur(verlopen=verlopen)
        knop = request.form.get("knop", "verder")
        if knop == "weggooien_ja":
            return redirect("/", 303)
        if self.nr == BEGIN:
            return self._toon(self._schermen()[0].nr)
        if self.nr == CONTROLE:
            return self._vanaf_controle(knop)
        if self.nr not in {een.nr for een in self._schermen()}:
            abort(400)
        return self._neem(knop)

    def _schermen(self) -> tuple[Scherm, ...]:
        return het_huis().beleid.formulier.getoond(self.staat.antwoorden)

    def _neem(self, knop: str) -> ResponseReturnValue:
        """Take the answers of the screen that was shown, and go on or back."""
        vorm = het_huis().beleid.formulier
        ruw = {naam: waarden for naam, waarden in request.form.to_dict(flat=False).items() if naam not in NIET_VRAAG}
        vandaag = het_huis().nu().astimezone(TIJDZONE).date()
        gelezen, fouten = vorm.lees_stap(self.nr, ruw, vandaag, self.staat.antwoorden)
        getypt = {nr: rest for nr, rest in self.staat.ruw.items() if nr != self.nr}
        if fouten:
            # Not an answer yet, but not lost either: it waits on its screen.
            staat = replace(self.staat, ruw={**getypt, self.nr: ruw})
            if knop != "terug":
                return replace(self, staat=staat)._toon(self.nr, fouten)
        else:
            staat = replace(self.staat, antwoorden=vorm.vervang(self.staat.antwoorden, self.nr, gelezen), ruw=getypt)
        verder = replace(self, staat=staat)
        return verder._terug() if knop == "terug" else verder._volgende()

    def _terug(self) -> ResponseReturnValue:
        if self.staat.nakijken:
            return self._toon(CONTROLE)
        vorige = het_huis().beleid.formulier.vorige(self.nr, self.staat.antwoorden)
        return _intro(self.gemeente, self.staat) if vorige is None else self._toon(vorige)

    def _volgende(self) -> ResponseReturnValue:
        vorm = het_huis().beleid.formulier
        if self.staat.nakijken:
            return self._toon(self._eerste_open() or CONTROLE)
        return self._toon(vorm.volgende(self.nr, self.staat.antwoorden) or CONTROLE)

    def _eerste_open(self) -> str | None:
        """The first screen that still misses a required answer."""
        missend = het_huis().beleid.formulier.ontbreekt(self.staat.antwoorden)
        return next((een.nr for een in self._schermen() if any(v.naam in missend for v in een.vragen)), None)

    def _vanaf_controle(self, knop: str) -> ResponseReturnValue:
        if knop == "terug":
            staat = replace(self.staat, nakijken=False)
            vorige = het_huis().beleid.formulier.vorige(CONTROLE, staat.antwoorden) or CONTROLE
            return replace(self, staat=staat)._toon(vorige)
        nr = knop.removeprefix("wijzig-")
        if knop.startswith("wijzig-") and nr in {een.nr for een in self._schermen()}:
            return replace(self, staat=replace(self.staat, nakijken=True))._toon(nr)
        return self._controle(weggooien=knop == "weggooien")

    def _toon(self, nr: str, fouten: Mapping[str, str] | None = None) -> ResponseReturnValue:
        if nr == CONTROLE:
            return self._controle()
        scherm, antwoorden = het_huis().beleid.formulier.scherm(nr), self.staat.antwoorden
        meldingen = [self._vul(een.tekst) for een in scherm.meldingen if voldoet(een.als, antwoorden)]
        inhoud = render_template(
            "melden/bel112.html" if scherm.bel_112 else "melden/stap.html",
            uitleg=scherm.uitleg,
            meldingen=meldingen,
            invulregel=het_huis().beleid.formulier.intro,
            waarden=waarden(scherm, antwoorden, self.gemeente.slug, self.staat.ruw.get(nr)),
            veldfouten=fouten or {},
            fouten=foutlijst(scherm, fouten or {}),
            **self._gemeen(scherm, self.staat),
        )
        return inhoud, 422 if fouten else 200

    def _gemeen(self, scherm: Scherm, staat: Staat) -> dict[str, Any]:
        """The variables that all screens have."""
        return {
            "scherm": scherm,
            "nr": int(scherm.nr.rstrip("a")),
            "aantal": sum(een.nr.isdigit() for een in het_huis().beleid.formulier.schermen),
            "tekst": [self._vul(regel) for regel in scherm.tekst],
            "zegel": staat.zegel(self.gemeente.slug),
        }

    def _vul(self, tekst: str) -> str:
        """Fill in what the texts of the form may name."""
        bij = self.gemeente.telefoon or self.gemeente.contact.rstrip(".")
        tekst = tekst.replace("{gemeente}", self.gemeente.naam).replace("{telefoon}", self.gemeente.telefoon)
        return tekst.replace("{contact}", bij)

    def _controle(
        self, fouten: Sequence[tuple[str, str]] = (), status: int = 200, *, weggooien: bool = False
    ) -> ResponseReturnValue:
        vorm = het_huis().beleid.formulier
        inhoud = render_template(
            "melden/controle.html",
            overzicht=vorm.overzicht(self.staat.antwoorden),
            instructies=_instructies(vorm.instructies(self.staat.antwoorden)),
            fouten=list(fouten),
            weggooien=weggooien,
            **self._gemeen(vorm.scherm(CONTROLE), replace(self.staat, nakijken=False)),
        )
        return inhoud, status

    def _verstuur(self, *, verlopen: bool) -> ResponseReturnValue:
        if verlopen:
            return self._controle([("", LANG_OPEN)], 422)
        try:
            return self._klaar(self._dien_in())
        except StapGeweigerd as fout:
            return self._controle([("", tekst) for tekst in [*fout.punten, *fout.velden.values()]], 422)
        except WerkplekGesloten:
            return self._controle([("", NU_DICHT)], 503)
        except (OpslagOnbereikbaar, LogboekOnbereikbaar, Ingehaald):
            return self._controle([("", NIET_GELUKT)], 503)
        except AlIngediend:
            # Who holds the secret of the form is the one who sent it: the code is his.
            code = het_huis().codes_van(bytes.fromhex(self.staat.geheim))[1]
            tekst = AL_VERSTUURD.format(code=code)
            inhoud = render_template(
                "fout.html", code=409, kop="Je signaal is al verstuurd", tekst=tekst, terug="/volgen"
            )
            return inhoud, 409

    def _dien_in(self) -> melden.Ontvangst:
        try:
            return self._een_keer()
        except Ingehaald:
            # The same page was sent twice at once and the other one was first: now it is a repeat.
            return self._een_keer()

    def _een_keer(self) -> melden.Ontvangst:
        huis, geheim = het_huis(), bytes.fromhex(self.staat.geheim)
        indiening, code = huis.codes_van(geheim)
        with huis.meldwerk(self.gemeente.slug) as werk:
            slug, antwoorden = self.gemeente.slug, self.staat.antwoorden
            return melden.indienen(werk, huis.beleid, slug, antwoorden, geheim, indiening, code)

    def _klaar(self, ontvangst: melden.Ontvangst) -> ResponseReturnValue:
        gevaar = self.staat.antwoorden.get("gevaar") == "ja"
        return render_template(
            "melden/klaar.html",
            volgcode=het_huis().codes_van(bytes.fromhex(self.staat.geheim))[1],
            gemeente=self.gemeente,
            uiterlijk=moment_tekst(ontvangst.uiterlijk) if ontvangst.uiterlijk else "binnenkort",
            gevaar=gevaar,
            # After "there is danger now" the page says it in a box of its own.
            instructies=_instructies([code for code in ontvangst.instructies if not (gevaar and code == "112")]),
            herhaald=ontvangst.herhaald,
        )


def _instructies(codes: Sequence[str]) -> list[tuple[str, str]]:
    gevonden = [het_huis().beleid.formulier.instructie(code) for code in codes]
    return [(een.titel, een.tekst) for een in gevonden]


PAGINAS: dict[str, Callable[..., ResponseReturnValue]] = {"melden.formulier": formulier}
