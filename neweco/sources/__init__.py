"""How rows come in: workbook, folder or database, read, checked and reported."""
