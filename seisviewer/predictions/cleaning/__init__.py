"""Classes of a section without specks, holes, ragged boundaries and breaches of their order."""
