"""The window. The only room that knows PyQt6 and pyqtgraph."""
