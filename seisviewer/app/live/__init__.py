"""Live training in the window: steering it, showing how it goes, drawing what it says."""
