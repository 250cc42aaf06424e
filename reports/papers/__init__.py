"""Papers: one context function each, an HTML template for PDF, and a Word twin from the same context."""
