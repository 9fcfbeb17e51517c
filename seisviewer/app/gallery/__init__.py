"""The gallery: small pictures of the predicted sections, those first that need a look most."""
