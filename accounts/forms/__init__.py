"""Forms of signing in and of people. They parse and say what is wrong; services write."""
