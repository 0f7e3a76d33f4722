"""What a workbook holds beside its cells: looks and notes that say something, and what is unsafe."""
