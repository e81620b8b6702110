package io.discern.analysis.report;

import java.util.List;

/**
 * A table of a paper, as Markdown and as LaTeX (booktabs): in each cell a value and what goes with it, behind it or below.
 *
 * @param title what is shown
 * @param explanation what that is, for a caption
 * @param legend what marks and brackets mean
 * @param corner the heading of the first column
 * @param columns the other headings
 * @param rows what stands below
 */
record PaperGrid(String title, String explanation, String legend, String corner, List<String> columns, List<Row> rows) {

    /** How a value is marked. */
    enum Mark {
        BOLD,
        /** With the sign of what is about equal. */
        TIED,
        NONE
    }

    /**
     * A cell.
     *
     * @param details behind the value, or each on a line of its own below
     */
    record Cell(Mark mark, String value, List<String> details) {
        /** Where there is no value. */
        static final Cell NONE = new Cell(Mark.NONE, "\u2013", List.of());
    }

    /**
     * A row.
     *
     * @param baseline whether it is one, to be beaten: these stand below a line
     */
    record Row(String name, boolean baseline, List<Cell> cells) {}

    String markdown() {
        StringBuilder table = new StringBuilder("### " + markdown(title) + "\n\n| " + corner + " |");
        columns.forEach(column -> table.append(' ').append(markdown(column)).append(" |"));
        table.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
        for (Row row : rows) {
            table.append("| ").append(markdown(row.name)).append(row.baseline ? " (baseline) |" : " |");
            for (Cell cell : row.cells) {
                String value = switch (cell.mark) {
                    case BOLD -> "**" + cell.value + "**";
                    case TIED -> "\u2248 " + cell.value;
                    case NONE -> cell.value;
                };
                table.append(' ').append(value);
                cell.details.forEach(detail -> table.append(' ').append(detail.replace("<", "&lt;")));
                table.append(" |");
            }
            table.append('\n');
        }
        return table.append("\n").append(legend).append("\n\n").toString();
    }

    private static String markdown(String text) {
        return text.replace("\\", "\\\\").replaceAll("[|*_`\\[\\]<>]", "\\\\$0").replace("\n", " ");
    }

    /** The table with that number in its label. */
    String latex(int number) {
        StringBuilder table =
                new StringBuilder("\\begin{table}\n  \\centering\\small\\setlength{\\tabcolsep}{4pt}\n  \\caption{"
                        + latex(title + ". " + explanation + " " + legend) + "}\n  \\label{tab:discern-" + number
                        + "}\n  \\begin{tabular}{l" + "r".repeat(columns.size()) + "}\n    \\toprule\n    " + corner);
        columns.forEach(column -> table.append(" & ").append(latex(Text.cut(column, 24))));
        table.append(" \\\\\n    \\midrule\n");
        boolean ruled = false;
        for (Row row : rows) {
            table.append(row.baseline && !ruled ? "    \\midrule\n" : "");
            ruled |= row.baseline;
            table.append("    ").append(latex(row.name));
            row.cells.forEach(cell -> table.append(" & ").append(latex(cell)));
            table.append(" \\\\\n");
            int lines = row.cells.stream()
                    .mapToInt(cell -> cell.details.size())
                    .max()
                    .orElse(0);
            for (int line = 0; line < lines; line++) {
                table.append("     ");
                for (Cell cell : row.cells) {
                    table.append(" & ")
                            .append(
                                    line < cell.details.size()
                                            ? "{\\scriptsize " + latex(cell.details.get(line)) + "}"
                                            : "");
                }
                table.append(" \\\\\n");
            }
        }
        return table.append("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n\n")
                .toString();
    }

    private static String latex(Cell cell) {
        String value = latex(cell.value);
        return switch (cell.mark) {
            case BOLD -> "\\textbf{" + value + "}";
            case TIED -> "$\\approx$\\," + value;
            case NONE -> value;
        };
    }

    /** Text as LaTeX takes it. */
    static String latex(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '\\' -> safe.append("\\textbackslash{}");
                case '~' -> safe.append("\\textasciitilde{}");
                case '^' -> safe.append("\\textasciicircum{}");
                case '<' -> safe.append("\\textless{}");
                case '>' -> safe.append("\\textgreater{}");
                case '&', '%', '$', '#', '_', '{', '}' -> safe.append('\\').appendCodePoint(character);
                case '\u2013' -> safe.append("--");
                case '\u2212' -> safe.append("$-$");
                case '\u2026' -> safe.append("\\ldots{}");
                case '\u2248' -> safe.append("$\\approx$");
                case '\n', '\r' -> safe.append(' ');
                default -> safe.appendCodePoint(character);
            }
        });
        return safe.toString();
    }
}
