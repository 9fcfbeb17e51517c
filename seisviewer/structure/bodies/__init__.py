"""Classes that are no layers: what texture says of them, in an order in which a class may be missing. numpy, scipy and
scikit-learn."""
