"""Statistical forms on petitions and receptions: the columns, who reads which figure, and statements of nothing."""
