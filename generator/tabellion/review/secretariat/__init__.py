"""What the organiser does with comments: admit, split, group, assign, decide, apply, publish; by command or in the
grid."""
