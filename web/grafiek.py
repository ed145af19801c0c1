"""Bars as SVG: numbers beside them, a pattern for what is hidden, a title and a description, and no style attribute."""

from collections.abc import Sequence

from markupsafe import Markup

BREED, RIJ, LINKS, BOVEN, RECHTS = 640, 34, 240, 8, 70
# A hidden number has a stub of fixed width: its length must not say how much it is.
STOMP = 26
MAX_LABEL = 32

_KOP = Markup(
    '<svg class="app-grafiek" role="img" aria-labelledby="{id}-t {id}-d" viewBox="0 0 {breed} {hoog}" '
    'xmlns="http://www.w3.org/2000/svg"><title id="{id}-t">{titel}</title><desc id="{id}-d">{uitleg}</desc>'
    '<defs><pattern id="{id}-p" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" fill="#eef1f2"/><rect width="3" height="8" fill="#5d6a6d"/></pattern></defs>'
)
_LABEL = Markup('<text x="{x}" y="{y}" text-anchor="end" font-size="15" fill="#1c2526">{tekst}</text>')
_STAAF = Markup(
    '<rect x="{x}" y="{y}" width="{lang}" height="22" rx="2" fill="#12606b"/>'
    '<text x="{naast}" y="{ty}" font-size="15" font-weight="700" fill="#1c2526">{getal}</text>'
)
_STOMP = Markup(
    '<rect x="{x}" y="{y}" width="{lang}" height="22" fill="url(#{id}-p)" stroke="#5d6a6d"/>'
    '<text x="{naast}" y="{ty}" font-size="15" fill="#1c2526">niet getoond</text>'
)


def staven(naam: str, titel: str, uitleg: str, rijen: Sequence[tuple[str, int | None]]) -> Markup:
    """Horizontal bars. In: (label, number or None for a hidden one); "" when there is nothing to draw."""
    if not rijen:
        return Markup("")
    meest = max([getal for _, getal in rijen if getal is not None], default=1) or 1
    schaal = (BREED - LINKS - RECHTS) / meest
    hoog = BOVEN + RIJ * len(rijen) + BOVEN
    delen = [_KOP.format(id=naam, breed=BREED, hoog=hoog, titel=titel, uitleg=uitleg)]
    for nr, (label, getal) in enumerate(rijen):
        y = BOVEN + nr * RIJ
        delen.append(_LABEL.format(x=LINKS - 10, y=y + 21, tekst=_kort(label)))
        lang = STOMP if getal is None else max(2, round(getal * schaal))
        vorm = _STOMP if getal is None else _STAAF
        plek = {"x": LINKS, "y": y + 5, "ty": y + 21, "lang": lang, "naast": LINKS + lang + 8}
        delen.append(vorm.format(id=naam, getal=getal, **plek))
    return Markup("").join([*delen, Markup("</svg>")])


def _kort(label: str) -> str:
    return label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1].rstrip()}…"
