"""The live page: what readers see of a coverage, and what their pages ask for while it goes on."""
