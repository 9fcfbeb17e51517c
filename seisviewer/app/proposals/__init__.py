"""Labels that are proposed for the section in use: cleaned, copied or interpolated, seen before they are applied."""
