"""A survey as a Zarr store that reads fast in every direction: exact samples, and levels of eight bits for display."""
