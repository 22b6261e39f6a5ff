"""Placements of the demo newspaper: invented advertisers, their campaigns and what these have delivered."""
