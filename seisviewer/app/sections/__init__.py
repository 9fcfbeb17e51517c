"""Section views: amplitudes, axes, gestures, layers, the survey map and the panel that says how amplitudes look."""
