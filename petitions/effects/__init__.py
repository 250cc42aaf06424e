"""What each petition move needs and writes. `workflow.py` holds the table; nothing here is called from elsewhere."""
