"""The launcher: `streamlit run app.py` and `uvicorn app:app` both serve everything."""

import streamlit as st
from starlette.middleware import Middleware

from neweco import asgi
from neweco.light import follow, routes
from neweco.live import engine

app = st.App(
    engine.ROUTER,
    lifespan=asgi.lifespan(),
    routes=[*asgi.routes(), *routes.ROUTES],
    middleware=[
        Middleware(follow.Following),
        *asgi.middleware(leave=("/light", "/data", "/chart", "/card", "/follow", "/_stcore")),
    ],
)
