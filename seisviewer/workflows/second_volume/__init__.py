"""A second survey beside the one on the desk."""
