"""A second survey blended with the one on the desk, or swiped over it."""
