"""Threatline models in MkDocs pages."""
