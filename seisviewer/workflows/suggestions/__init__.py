"""Where a label would tell most: what models say of some lines in, ranked places with the reason in words out."""
