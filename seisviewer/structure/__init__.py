"""What the reflectors say: slopes and coherence, and the boundaries between layers tied over a survey. numpy and scipy only."""
