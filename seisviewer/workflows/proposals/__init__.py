"""Labels that a tool proposes for a section, to be looked at and then applied or discarded."""
