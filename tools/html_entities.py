"""Writes core's table of HTML's named characters, as Python's html.unescape knows them: a name and its text a line.

Run from the project's root: python3 tools/html_entities.py core/src/main/resources/io/discern/internal/text/entities.txt
"""
import html.entities
import sys

with open(sys.argv[1], "w", encoding="utf-8", newline="\n") as out:
    for name, text in sorted(html.entities.html5.items()):
        out.write(name + " " + " ".join(f"{ord(char):x}" for char in text) + "\n")
