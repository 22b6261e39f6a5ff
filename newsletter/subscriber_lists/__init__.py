"""Lists of subscribers as files: `reading` takes lines out of whatever a spreadsheet writes, `importing` stores them,
`exporting` writes them."""
