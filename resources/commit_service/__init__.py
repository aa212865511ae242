"""The commit service: contract, client, server and forges."""
