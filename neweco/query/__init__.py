"""What a link says: views, their filters, and which rows a selection keeps."""
