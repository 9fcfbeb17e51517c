"""Events of a project: gathered from its picks, located, measured, and kept right while picks change."""
