"""The program as a library for notebooks and scripts: what `import seisviewer` gives. Nothing here opens a window."""
