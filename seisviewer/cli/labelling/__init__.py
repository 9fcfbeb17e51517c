"""The commands around labels: what is painted, drawn, doubted and named."""
