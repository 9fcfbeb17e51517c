"""Work by blocks: a function of plain values for each, run in this thread, in processes of this machine or by Dask."""
