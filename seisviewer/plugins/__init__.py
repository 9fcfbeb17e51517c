"""What packages of others add: found by name in what is installed, imported when it is used."""
