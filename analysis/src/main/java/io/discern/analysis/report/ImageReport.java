package io.discern.analysis.report;

import io.discern.analysis.study.ImageReading;
import io.discern.internal.file.CsvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read of single images, as a tidy table: a row for each encoder, image and reader, with the nearest images. {@code dataset} and
 * {@code id} are those of {@code data.csv}.
 */
public final class ImageReport {
    private ImageReport() {}

    /** The columns, in order; {@code nearest_N} is the id of a neighbour and {@code cosine_N} how near it is, empty where a reader has none. */
    public static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of(
                "encoder", "dataset", "id", "label", "group", "split", "reader", "prediction", "correct", "margin"));
        for (int rank = 1; rank <= ImageReading.K; rank++) {
            columns.add("nearest_" + rank);
            columns.add("cosine_" + rank);
        }
        return columns;
    }

    /** Writes the table atomically, in UTF-8; {@code correct} is 1 or 0. */
    public static void write(List<ImageReading> readings, Path csv) throws IOException {
        CsvFile.write(csv, columns(), readings.stream().map(ImageReport::cells).toList());
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
