"""Frames in, small frames and figures out: the arithmetic of every view, one file per subject.

Nothing here changes the frames it is given, and nothing here knows a language.
"""
