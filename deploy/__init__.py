"""What one IT officer needs to run the dashboard: units, proxies, containers, rotation of logs, backup and restore."""
