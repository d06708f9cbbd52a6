"""The launcher: `streamlit run app.py` and `uvicorn app:app` both serve everything."""

import streamlit as st

from neweco.light import routes
from neweco.live import server

app = st.App(
    server.ROUTER,
    lifespan=server.lifespan(),
    routes=[*server.routes(), *routes.ROUTES],
    middleware=server.middleware(leave=("/light", "/data", "/_stcore")),
)
