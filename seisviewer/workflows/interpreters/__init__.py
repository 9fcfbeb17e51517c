"""What two people say of one survey: the labels of two projects beside each other."""
