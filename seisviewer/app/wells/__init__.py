"""Wells in the window: the list, the paths on sections, map and scene, logs beside them."""
