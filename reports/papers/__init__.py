"""One module per family of papers: stored values in, a document out; nothing is computed."""
