"""What the reflectors say: slopes and coherence, the boundaries between layers tied over a survey, and bodies. No torch."""
