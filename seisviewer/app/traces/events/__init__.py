"""Events on the trace desk: their list, their arrivals, and how they are gathered, located and changed."""
