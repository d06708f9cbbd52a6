"""The launcher: `streamlit run app.py` and `uvicorn app:app` both serve everything."""

import streamlit as st

from neweco import asgi
from neweco.light import routes
from neweco.live import engine

app = st.App(
    engine.ROUTER,
    lifespan=asgi.lifespan(),
    routes=[*asgi.routes(), *routes.ROUTES],
    middleware=asgi.middleware(leave=("/light", "/data", "/chart", "/card", "/follow", "/_stcore")),
)
