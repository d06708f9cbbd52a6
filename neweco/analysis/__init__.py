"""What comes out: frames of rows in, counts and figures out; claims and their protection."""
