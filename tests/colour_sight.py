"""How far colours are apart, for usual and for colour-blind eyes."""

from __future__ import annotations

import numpy as np

# Linear RGB as it is seen by people without one kind of cone: Machado, Oliveira and Fernandes (2009), severity 1.0.
SIGHT = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
_D65 = np.array([0.95047, 1.0, 1.08883])


def seen(rgb: np.ndarray, sight: str) -> np.ndarray:
    """CIE L*a*b* (…, 3) of sRGB colours 0–255 (…, 3) as such eyes see them."""
    scaled = np.asarray(rgb, float) / 255
    linear = np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4)
    xyz = np.clip(linear @ SIGHT[sight].T, 0, 1) @ _XYZ.T / _D65
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1)


def ciede2000(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Difference of CIE L*a*b* colours (…, 3) after Sharma, Wu and Dalal (2005); about 1 is just seen side by side."""
    one, other = np.broadcast_arrays(np.asarray(one, float), np.asarray(other, float))
    chroma = (np.hypot(one[..., 1], one[..., 2]) + np.hypot(other[..., 1], other[..., 2])) / 2
    stretch = 1 + 0.5 * (1 - np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))
    a1, a2, b1, b2 = stretch * one[..., 1], stretch * other[..., 1], one[..., 2], other[..., 2]
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turned = np.where(c1 * c2 == 0, 0, (h2 - h1 + 180) % 360 - 180)
    light, colour = other[..., 0] - one[..., 0], c2 - c1
    hue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turned) / 2)
    l_mean, c_mean = (one[..., 0] + other[..., 0]) / 2, (c1 + c2) / 2
    h_mean = np.where(c1 * c2 == 0, h1 + h2, (h1 + turned / 2) % 360)
    cosines = [np.cos(np.radians(times * h_mean + shift)) for times, shift in ((1, -30), (2, 0), (3, 6), (4, -63))]
    t = 1 - 0.17 * cosines[0] + 0.24 * cosines[1] + 0.32 * cosines[2] - 0.20 * cosines[3]
    s_light = 1 + 0.015 * (l_mean - 50) ** 2 / np.sqrt(20 + (l_mean - 50) ** 2)
    s_colour, s_hue = 1 + 0.045 * c_mean, 1 + 0.015 * c_mean * t
    turning = 60 * np.exp(-(((h_mean - 275) / 25) ** 2))
    mixed = -2 * np.sqrt(c_mean**7 / (c_mean**7 + 25.0**7)) * np.sin(np.radians(turning))
    parts = light / s_light, colour / s_colour, hue / s_hue
    return np.sqrt(sum(part**2 for part in parts) + mixed * parts[1] * parts[2])
