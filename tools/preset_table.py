"""Writes the table of presets in docs/ENCODERS.md anew from the preset files.

Run from the project's root: python3 tools/preset_table.py
"""
import json
from pathlib import Path

FOLDER = Path("core/src/main/resources/io/discern/preprocess/presets")
PAGE = Path("docs/ENCODERS.md")
START, END = "<!-- presets: tools/preset_table.py -->\n", "<!-- end of presets -->\n"


def pixels(spec, unconfirmed):
    if "resize" in unconfirmed:
        return "open"
    resize, crop = spec["resize"], spec.get("crop")
    words = {"shortest-edge": lambda: f"shortest {resize['edge']}", "squash": lambda: f"squash {resize['width']}",
             "pad-to-square": lambda: f"pad, {resize['size']}", "fit-corner": lambda: f"fit {resize['size']} upper left"}[resize["type"]]()
    filter = f", {spec['filter']}" if "filter" in spec else ""
    return words + filter + (f", crop {crop['width']}" if crop else "")


def texts(preset):
    text = preset.get("text")
    if text:
        return f"{text['context']} tokens, pad {text['padId']}"
    return {"llm": "LLM", "plain": "state"}.get(preset["tags"]["text"], "-")


rows = ["| preset | model | how | pixels | texts | dim | domain | open | licence |\n", "|---|---|---|---|---|---|---|---|---|\n"]
for file in sorted(FOLDER.glob("*.json"), key=lambda file: file.stem):
    preset = json.loads(file.read_text(encoding="utf-8"))
    unconfirmed = preset.get("unconfirmed", {})
    how = f"`onnx:{preset['location']}?preset={file.stem}`" if "location" in preset else "export"
    licence = preset["licence"].split(";")[0].split(":")[0].split(", as ")[0].rstrip(".").replace("|", "/")
    rows.append("| " + " | ".join([f"`{file.stem}`", preset["models"][0], how, pixels(preset["spec"], unconfirmed), texts(preset),
                                   str(preset.get("dimension", "?")), preset["tags"]["domain"], ", ".join(unconfirmed) or "-", licence]) + " |\n")
page = PAGE.read_text(encoding="utf-8")
before, after = page.split(START)[0], page.split(END)[1]
PAGE.write_text(before + START + "".join(rows) + END + after, encoding="utf-8")
