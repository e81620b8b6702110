package io.discern.analysis.report;

import io.discern.analysis.overlay.OverlaidImage;
import io.discern.analysis.study.ImageReading;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyResult;
import io.discern.internal.file.CsvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was read of single images, as a tidy table: a row for each encoder, image and reader, with the nearest images and what the image is taken for with
 * each overlay. {@code dataset} and {@code id} are those of {@code data.csv}.
 */
public final class ImageReport {
    private ImageReport() {}

    /**
     * The columns that every table has, in order; {@code nearest_N} is the id of a neighbour and {@code cosine_N} how near it is, empty where a reader
     * has none. After them stand, where something was drawn, {@code named} (the class that the wrong label names) and for each condition, {@code
     * with_clean} first, the class that the image is taken for by the overlay measures: by its neighbours, or by bare class names ({@link
     * ImageReading#TEXTS}).
     */
    public static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of(
                "encoder", "dataset", "id", "label", "group", "split", "reader", "prediction", "correct", "margin"));
        for (int rank = 1; rank <= ImageReading.K; rank++) {
            columns.add("nearest_" + rank);
            columns.add("cosine_" + rank);
        }
        return columns;
    }

    /** Writes the table of a study atomically, in UTF-8; {@code correct} is 1 or 0. */
    public static void write(StudyResult study, Path csv) throws IOException {
        Map<List<String>, OverlaidImage> overlaid = new HashMap<>();
        Set<String> conditions = new LinkedHashSet<>();
        for (String encoder : study.encoders().keySet()) {
            for (StudyData data : study.datasets()) {
                for (OverlaidImage image : study.overlaid(encoder, data.name())) {
                    overlaid.put(List.of(encoder, data.name(), image.id()), image);
                    conditions.addAll(image.byNeighbors().keySet());
                    conditions.addAll(image.byNames().keySet());
                }
            }
        }
        List<String> columns = columns();
        if (!conditions.isEmpty()) {
            columns.add("named");
            conditions.forEach(condition -> columns.add("with_" + condition));
        }
        List<List<String>> rows = new ArrayList<>();
        for (ImageReading reading : study.readings()) {
            List<String> row = cells(reading);
            if (!conditions.isEmpty()) {
                OverlaidImage image = overlaid.get(List.of(
                        reading.encoder(), reading.dataset(), reading.image().id()));
                Map<String, String> taken = image == null
                        ? Map.of()
                        : reading.reader().equals(ImageReading.TEXTS) ? image.byNames() : image.byNeighbors();
                row.add(image == null ? "" : image.named());
                conditions.forEach(condition -> row.add(taken.getOrDefault(condition, "")));
            }
            rows.add(row);
        }
        CsvFile.write(csv, columns, rows);
    }

    private static List<String> cells(ImageReading reading) {
        List<String> cells = new ArrayList<>(List.of(
                reading.encoder(),
                reading.dataset(),
                reading.image().id(),
                reading.image().label(),
                reading.image().group(),
                reading.image().split(),
                reading.reader(),
                reading.prediction(),
                reading.correct() ? "1" : "0",
                Double.toString(reading.margin())));
        for (int rank = 0; rank < ImageReading.K; rank++) {
            boolean has = rank < reading.nearest().size();
            cells.add(has ? reading.nearest().get(rank).id() : "");
            cells.add(has ? Double.toString(reading.nearest().get(rank).cosine()) : "");
        }
        return cells;
    }
}
