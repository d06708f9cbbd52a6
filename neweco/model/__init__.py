"""What there is: tables, fields, allowed values, and the register that holds the rows."""
