"""From picks to a catalogue: association, location, magnitude, mechanism and kind of event. Methods only: no files of a
project, no window, no torch."""
