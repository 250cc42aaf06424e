"""Pages of citizen reception."""
