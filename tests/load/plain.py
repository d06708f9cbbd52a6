"""The enterprises page as one plain Streamlit file, written the usual way, to compare with.

Same rows, filters, figures, charts and table as `/enterprises`; no design beyond that. It runs
with Streamlit's default settings: `python -m tests.load.sessions --script tests/load/plain.py`.
"""

from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

DATA = Path(__file__).resolve().parents[2] / "data" / "sample" / "enterprises.csv"


@st.cache_data
def load() -> pd.DataFrame:
    frame = pd.read_csv(DATA, dtype={"district": str}, parse_dates=["opened_on"])
    frame["age"] = (
        pd.to_datetime(frame["year"].astype(str) + "-12-31") - frame["opened_on"]
    ).dt.days
    frame["age"] = (frame["age"] / 365.25).round(1)
    return frame


st.set_page_config(page_title="企业梯队（模拟）", layout="wide")
st.title("企业梯队（模拟）")
rows = load()
asked = st.query_params

bar = st.columns(7)
for place, column in zip(bar, ("tier", "district", "industry"), strict=False):
    options = sorted(rows[column].dropna().unique())
    default = [value for value in asked.get_all(column) if value in options]
    chosen = place.multiselect(column, options, default=default)
    if chosen:
        rows = rows[rows[column].isin(chosen)]
for place, column in zip(bar[3:], ("backed", "ipo", "new_face"), strict=False):
    if place.checkbox(column, value=asked.get(column) == "1"):
        rows = rows[rows[column] == 1]
low = asked.get("growth", "").split("..")[0]
growth = bar[6].number_input("growth ≥", value=float(low) if low else None)
if growth is not None:
    rows = rows[rows["growth"] >= growth]

figures = st.columns(7)
figures[0].metric("企业", len(rows))
for place, column in zip(figures[1:], ("revenue", "growth", "rd"), strict=False):
    place.metric(column, f"{rows[column].median():,.1f}")
for place, column in zip(figures[4:], ("backed", "ipo", "new_face"), strict=False):
    place.metric(column, int(rows[column].sum()))

scatter = alt.Chart(rows).mark_point(filled=True).encode(
    x=alt.X("revenue:Q").scale(type="log"), y="growth:Q", color="tier:N", shape="tier:N",
    tooltip=["name", "tier", "revenue", "growth"],
)  # fmt: skip
st.altair_chart(scatter)
left, right = st.columns(2)
left.altair_chart(alt.Chart(rows).mark_bar().encode(
    x="count()", y=alt.Y("industry:N", sort="-x"), color="tier:N", tooltip=["industry", "count()"]
))  # fmt: skip
right.altair_chart(alt.Chart(rows).mark_bar().encode(
    x="count()", y=alt.Y("district:N", sort="-x"), tooltip=["district", "count()"]
))  # fmt: skip
for place, column in zip(st.columns(2), ("backed", "ipo"), strict=False):
    place.altair_chart(alt.Chart(rows[rows[column] == 1]).mark_bar().encode(
        x="count()", y=alt.Y("industry:N", sort="-x"), tooltip=["industry", "count()"]
    ))  # fmt: skip
st.altair_chart(alt.Chart(rows).mark_bar().encode(
    x=alt.X("age:Q", bin=alt.Bin(step=1)), y="count()", tooltip=["count()"]
))  # fmt: skip
st.dataframe(rows.groupby("tier")[["revenue", "growth", "rd"]].median())
st.dataframe(rows, hide_index=True)
