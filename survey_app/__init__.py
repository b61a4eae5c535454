"""Doorvragen: oral interviews, snowball recruitment and dashboards."""
