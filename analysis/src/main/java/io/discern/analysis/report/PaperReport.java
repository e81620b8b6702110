package io.discern.analysis.report;

import io.discern.analysis.Headline;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import io.discern.internal.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A study for a paper: its headlines, and encoders and groups compared with p after correction, as tables in Markdown ({@code tables.md}) and
 * LaTeX ({@code tables.tex}, with booktabs); the headlines as figures ({@code
 * figure-N.svg}, {@code figure-N.png}), the sources of what was measured ({@code references.bib}), and how to repeat it ({@code REPRODUCE.md}).
 */
public final class PaperReport {
    private static final int HEADING = 24;

    private PaperReport() {}

    /**
     * Writes all files, each atomically.
     *
     * @param repetition how the study came about
     * @param place of a file of that name
     */
    public static void write(StudyResult study, Repetition repetition, Function<String, Path> place)
            throws IOException {
        List<PaperGrid> tables = new ArrayList<>(PaperTable.of(study));
        tables.addAll(PaperComparisons.of(study));
        References references = new References(study);
        write(
                place.apply("tables.md"),
                "# Tables\n\n" + tables.stream().map(PaperGrid::markdown).collect(Collectors.joining()));
        write(place.apply("tables.tex"), latex(tables, references));
        write(place.apply("references.bib"), references.bibtex());
        write(place.apply("REPRODUCE.md"), reproduce(study, repetition));
        Who who = Who.of(study);
        int number = 1;
        for (Headline headline : study.pages().summary()) {
            int height = height(study, who, headline);
            Svg svg = Svg.alone(BarChart.WIDTH, height, headline.title());
            draw(study, who, headline, svg);
            write(place.apply("figure-" + number + ".svg"), svg.closed() + "\n");
            Raster raster = new Raster(BarChart.WIDTH, height);
            draw(study, who, headline, raster);
            byte[] png = raster.png();
            AtomicFile.write(place.apply("figure-" + number + ".png"), out -> out.write(png));
            number++;
        }
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static int height(StudyResult study, Who who, Headline headline) {
        int height = HEADING;
        for (StudyData data : study.datasets()) {
            height += HEADING + BarChart.height(headline, study, who, data.name());
        }
        return height;
    }

    /** A block for each data set below the title. */
    private static void draw(StudyResult study, Who who, Headline headline, Canvas canvas) {
        canvas.text(4, 16, "set", headline.title());
        int top = HEADING;
        for (StudyData data : study.datasets()) {
            canvas.text(4, top + 17, "set", Text.cut(data.name(), 60));
            top += HEADING;
            BarChart.draw(headline, study, who, data.name(), canvas, top);
            top += BarChart.height(headline, study, who, data.name());
        }
    }

    private static String latex(List<PaperGrid> tables, References references) {
        StringBuilder file = new StringBuilder(
                "% \\input this file; it needs \\usepackage{booktabs}, and letters beyond Latin need XeLaTeX or LuaLaTeX.\n");
        if (!references.keys().isEmpty()) {
            file.append("% Sources of what was measured (references.bib): \\cite{")
                    .append(String.join(",", references.keys()))
                    .append("}\n");
        }
        file.append('\n');
        for (int i = 0; i < tables.size(); i++) {
            file.append(tables.get(i).latex(i + 1));
        }
        return file.toString();
    }

    private static String reproduce(StudyResult study, Repetition repetition) {
        Map<String, Object> manifest = repetition.manifest().toMap();
        StringBuilder file = new StringBuilder(
                "# How to repeat this\n\nFrom the same working directory, with the same files:\n\n```sh\n"
                        + repetition.command().replace("```", "` ` `")
                        + "\n```\n\n`study.yaml` holds the same options: `--study study.yaml`. The"
                        + " results are then the same to the last digit on this kind of machine; `manifest.json` has the SHA-256 of every file"
                        + " that was written.\n\n## With what\n\n| | |\n|---|---|\n");
        for (String fact : List.of("discern", "java", "os", "processors")) {
            row(file, fact, String.valueOf(manifest.get(fact)));
        }
        repetition.manifest().settings().forEach((name, value) -> row(file, name, value));
        file.append("\n## Data sets\n\n| name | images | groups | classes |\n|---|---:|---:|---|\n");
        for (StudyData data : study.datasets()) {
            file.append("| ").append(cell(data.name())).append(" | ").append(data.images());
            file.append(" | ").append(data.groups()).append(" | ");
            file.append(cell(data.classCounts().entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", "))))
                    .append(" |\n");
        }
        file.append(
                "\nThe hashes of their listings (ids, labels, groups, splits) stand in `manifest.json`, those of the pixels in"
                        + " `data.csv`.\n\n## Encoders\n");
        study.encoders().forEach((label, info) -> {
            file.append("\n### ").append(cell(label)).append("\n\n| | |\n|---|---|\n");
            row(file, "name", info.name());
            row(file, "dimension", Integer.toString(info.dimension()));
            if (study.preprocessing().containsKey(label)) {
                row(
                        file,
                        "before it looks",
                        PreprocessWords.of(study.preprocessing().get(label)));
            }
            info.provenance().forEach((fact, value) -> row(file, fact, value));
        });
        return file.toString();
    }

    private static void row(StringBuilder file, String name, String value) {
        file.append("| ").append(cell(name)).append(" | ").append(cell(value)).append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;");
    }
}
