"""Bars as SVG: numbers beside them, a pattern for what is hidden, a title and a description, and no style attribute."""

from collections.abc import Sequence

from markupsafe import Markup

# Narrow, with each label above its bar: on a telephone the text must stay large enough to read.
BREED, RIJ, BOVEN, RECHTS = 440, 54, 4, 64
# A hidden number has a stub of fixed width: its length must not say how much it is.
STOMP = 26
MAX_LABEL = 50

_KOP = Markup(
    '<svg class="app-grafiek" role="img" aria-labelledby="{id}-t {id}-d" viewBox="0 0 {breed} {hoog}" '
    'xmlns="http://www.w3.org/2000/svg"><title id="{id}-t">{titel}</title><desc id="{id}-d">{uitleg}</desc>'
    '<defs><pattern id="{id}-p" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" fill="#eef1f2"/><rect width="3" height="8" fill="#5d6a6d"/></pattern></defs>'
)
_LABEL = Markup('<text x="0" y="{y}" font-size="15" fill="#1c2526">{tekst}</text>')
_STAAF = Markup(
    '<rect x="0" y="{y}" width="{lang}" height="22" rx="2" fill="#12606b"/>'
    '<text x="{naast}" y="{ty}" font-size="15" font-weight="700" fill="#1c2526">{getal}</text>'
)
_STOMP = Markup(
    '<rect x="1" y="{y}" width="{lang}" height="22" fill="url(#{id}-p)" stroke="#5d6a6d"/>'
    '<text x="{naast}" y="{ty}" font-size="15" fill="#1c2526">niet getoond</text>'
)


def staven(naam: str, titel: str, uitleg: str, rijen: Sequence[tuple[str, int | None]]) -> Markup:
    """Horizontal bars. In: (label, number or None for a hidden one); "" when there is nothing to draw."""
    if not rijen:
        return Markup("")
    meest = max([getal for _, getal in rijen if getal is not None], default=1) or 1
    schaal = (BREED - RECHTS) / meest
    hoog = BOVEN + RIJ * len(rijen) + BOVEN
    delen = [_KOP.format(id=naam, breed=BREED, hoog=hoog, titel=titel, uitleg=uitleg)]
    for nr, (label, getal) in enumerate(rijen):
        y = BOVEN + nr * RIJ
        delen.append(_LABEL.format(y=y + 16, tekst=_kort(label)))
        lang = STOMP if getal is None else max(2, round(getal * schaal))
        vorm = _STOMP if getal is None else _STAAF
        plek = {"y": y + 22, "ty": y + 38, "lang": lang, "naast": lang + 8}
        delen.append(vorm.format(id=naam, getal=getal, **plek))
    return Markup("").join([*delen, Markup("</svg>")])


def _kort(label: str) -> str:
    return label if len(label) <= MAX_LABEL else f"{label[: MAX_LABEL - 1].rstrip()}…"
