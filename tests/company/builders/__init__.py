"""Builders that turn the company's text sources into office documents."""
