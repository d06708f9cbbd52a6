"""Draws sheets with Streamlit. The only package that imports streamlit."""
