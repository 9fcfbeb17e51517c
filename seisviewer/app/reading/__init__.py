"""Reading what the models say: under the pointer, as a map, in a legend."""
