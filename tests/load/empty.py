"""The least that the engine costs: a page with one line, to hold the app's pages against."""

import streamlit as st

st.text("empty")
