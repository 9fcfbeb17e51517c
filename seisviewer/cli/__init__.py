"""The workflows from a shell, and the one lazy way to the window."""

from __future__ import annotations

import os

# Read once when numpy and torch load their OpenMP: an idle thread sleeps instead of spinning on a core that the window
# or another program needs (on two cores a training step takes 20 times longer otherwise).
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
