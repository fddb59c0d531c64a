"""What one looks for before filling a cell: element paths, codes and value sets, found by everyday words."""
