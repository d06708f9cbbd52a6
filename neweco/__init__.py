"""Qingdao New Economy Explorer: one data layer, pure views, several faces."""
