"""The workbooks that officers fill in: what they hold, and how their example rows are known again."""
