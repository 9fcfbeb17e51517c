"""Surveys in Zarr stores of version 2 and 3, as xarray, MDIO 1 and seisviewer itself write them."""
