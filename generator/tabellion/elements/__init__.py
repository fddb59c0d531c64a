"""The facts of an element, whoever asks: paths and ids, types, choices, stated values, forms of primitives, slices."""
