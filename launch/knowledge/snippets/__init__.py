"""W3: code examples that stand in the product's repository, read, judged and ranked."""
