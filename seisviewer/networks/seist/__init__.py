"""SeisT, a transformer for seismograms (Li et al. 2024), as a picker."""
