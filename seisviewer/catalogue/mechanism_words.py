"""A focal mechanism in words."""

from __future__ import annotations

from seisviewer.catalogue.focal_sphere import stress_axes
from seisviewer.picks.located.mechanism import DoubleCouple, Mechanism, other_plane
from seisviewer.translation import tr


def mechanism_words(mechanism: Mechanism) -> str:
    """“Quality B, 85 % …; strike 210°, dip 60°, rake −70° (or …); P 30°/45°, T …”."""

    def plane(each: DoubleCouple) -> str:
        return f"{each.strike:.0f}° / {each.dip:.0f}° / {each.rake:.0f}°"

    axes = ", ".join(
        tr("{name} {azimuth:.0f}° plunging {plunge:.0f}°").format(name=name, azimuth=axis.azimuth, plunge=axis.plunge)
        for name, axis in zip("PT", stress_axes(mechanism.plane), strict=True)
    )
    words = tr(
        "Quality {quality}, probability {probability:.0f} %, ± {uncertainty:.0f}°. "
        "Strike / dip / rake {plane} or {other}; {axes}"
    ).format(
        quality=mechanism.quality, probability=100 * mechanism.probability, uncertainty=mechanism.uncertainty,
        plane=plane(mechanism.plane), other=plane(other_plane(mechanism.plane)), axes=axes,
    )  # fmt: skip
    return words.replace("-", "−")
