"""Three-component records: read from any format ObsPy knows or from an FDSN server, put in order, filtered for display."""
