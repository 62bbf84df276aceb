"""What the product can do: one folder per capability. `hub/main.py` lists them."""
