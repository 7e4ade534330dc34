"""What measures and tokens say for the removal of a block or line, as points that add up."""
