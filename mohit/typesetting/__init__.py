"""Arabic set in lines and drawn as pixels, without a browser and without a library of the system.

`bidi` says which way each letter runs (UAX #9), `faces` which font has it, `setting` shapes it with HarfBuzz, `lines`
chooses where a line ends, `ink` draws. Pillow's own text layout would need the system's libfribidi, which a machine
with nothing but Python lacks.
"""
