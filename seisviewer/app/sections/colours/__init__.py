"""How amplitudes become colours, and the bar that says so."""
