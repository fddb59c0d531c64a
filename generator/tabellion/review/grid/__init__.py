"""Comments in spreadsheets: the grid that contributors fill, grids of ISO/IEC, HL7 and IEEE, the secretariat's grid."""
