"""The survey in three dimensions: its slices, bodies of classes and surfaces, in a window beside the desk."""
