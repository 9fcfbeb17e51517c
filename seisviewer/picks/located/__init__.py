"""What is found out about events: places, magnitudes, mechanisms, and tables of them."""
