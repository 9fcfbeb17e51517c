"""From blue through black to orange."""

import numpy as np

DUSK = np.array([(80, 140, 255), (0, 0, 0), (255, 150, 40)], np.uint8)
