"""Posts as plain facts for the boundary's reference, to audit every other read. Shows nothing to anybody."""
