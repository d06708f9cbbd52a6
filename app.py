"""The launcher: `streamlit run app.py` and `uvicorn app:app` both serve everything."""

import streamlit as st

from neweco.light import data
from neweco.live import server

app = st.App(server.ROUTER, lifespan=server.warm, routes=data.ROUTES, middleware=server.MIDDLEWARE)
