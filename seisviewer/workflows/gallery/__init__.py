"""The predicted sections of a survey as a gallery: which there are, in which order, and small pictures of them."""
