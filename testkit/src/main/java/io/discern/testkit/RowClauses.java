package io.discern.testkit;

import io.discern.NonFiniteEmbeddingException;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What rows must be: as many as the images, theirs, the same in any batch and at any time, of the declared form. */
record RowClauses(Subject subject) {
    private static final double UNIT_TOLERANCE = 1e-3;

    void count() {
        Clause clause = new Clause("count");
        try (VisionLanguageEncoder encoder = subject.open()) {
            for (int size : Subject.SIZES) {
                int rows =
                        Subject.images(encoder, Subject.IMAGES.subList(0, size)).count();
                clause.require(
                        rows == size,
                        size + " rows",
                        "%d images in batches of %d gave %d rows",
                        size,
                        Subject.BATCH,
                        rows);
            }
        }
    }

    void order() {
        Clause clause = new Clause("order");
        try (VisionLanguageEncoder encoder = subject.open()) {
            CopiedRows alone = Subject.alone(encoder, Subject.IMAGES);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < Subject.IMAGES.size(); i++) {
                int nearest = alone.nearest(alone.row(i));
                clause.require(
                        nearest == i,
                        "different rows for different images",
                        "images %d and %d have equal rows",
                        nearest,
                        i);
                order.add(i);
            }
            for (int size : Subject.SIZES) {
                requireOwnRows(clause, encoder, alone, order.subList(0, size));
            }
            Collections.shuffle(order, new Random(3));
            requireOwnRows(clause, encoder, alone, order);
        }
    }

    private static void requireOwnRows(
            Clause clause, VisionLanguageEncoder encoder, CopiedRows alone, List<Integer> order) {
        List<RgbImage> images = order.stream().map(Subject.IMAGES::get).toList();
        CopiedRows rows = Subject.images(encoder, images);
        for (int i = 0; i < Math.min(rows.count(), images.size()); i++) {
            int nearest = alone.nearest(rows.row(i));
            int place = order.indexOf(nearest);
            clause.require(
                    nearest == order.get(i),
                    "row " + i + " to be that of image " + i,
                    "row %d of %d is nearest to what %s gives alone",
                    i,
                    images.size(),
                    place < 0 ? "an image that was not given" : "image " + place);
        }
    }

    /** Blind to the order within the batch, and to further batches. */
    void batch() {
        Clause clause = new Clause("batch");
        try (VisionLanguageEncoder encoder = subject.open()) {
            CopiedRows alone = Subject.alone(encoder, Subject.IMAGES.subList(0, Subject.BATCH));
            double bound = subject.bound(encoder, alone);
            for (int size = 2; size <= Subject.BATCH; size++) {
                CopiedRows together = Subject.images(encoder, Subject.IMAGES.subList(0, size));
                for (int i = 0; i < together.count(); i++) {
                    float[] row = together.row(i);
                    double difference = CopiedRows.difference(row, alone.row(alone.nearest(row)));
                    clause.require(
                            difference <= bound,
                            "at most " + bound + " (EncoderInfo.batchDeviation, or the test's batchDeviation)",
                            "row %d of a batch of %d differs by %s from the image's row alone",
                            i,
                            size,
                            difference);
                }
            }
        }
    }

    void repeatability() {
        Clause clause = new Clause("repeatability");
        try (VisionLanguageEncoder encoder = subject.open()) {
            CopiedRows first = Subject.images(encoder, Subject.IMAGES);
            for (int call = 2; call <= 4; call++) {
                double difference = first.difference(Subject.images(encoder, Subject.IMAGES));
                clause.require(
                        difference == 0, "equal rows", "call %d with the same images differs by %s", call, difference);
            }
        }
    }

    void dimension() {
        Clause clause = new Clause("dimension");
        try (VisionLanguageEncoder encoder = subject.open()) {
            int declared = encoder.info().dimension();
            for (int size : Subject.SIZES) {
                int dim =
                        Subject.images(encoder, Subject.IMAGES.subList(0, size)).dim();
                clause.require(
                        dim == declared, declared + " (EncoderInfo.dimension)", "%d images gave rows of %d", size, dim);
            }
            if (Subject.encodesTexts(encoder)) {
                int dim = Subject.texts(encoder, Subject.prompts(1)).dim();
                clause.require(dim == declared, declared + " (EncoderInfo.dimension)", "a text gave a row of %d", dim);
            }
        }
    }

    void normalization() {
        Clause clause = new Clause("normalization");
        try (VisionLanguageEncoder encoder = subject.open()) {
            if (!encoder.info().normalized()) {
                throw clause.skipped(encoder.info().name() + " does not declare unit length (EncoderInfo.normalized)");
            }
            requireUnit(clause, "image", Subject.images(encoder, Subject.IMAGES));
            if (Subject.encodesTexts(encoder)) {
                requireUnit(clause, "text", Subject.texts(encoder, Subject.prompts(3)));
            }
        }
    }

    private static void requireUnit(Clause clause, String kind, CopiedRows rows) {
        for (int i = 0; i < rows.count(); i++) {
            double squares = 0;
            for (float value : rows.row(i)) {
                squares += (double) value * value;
            }
            clause.require(
                    Math.abs(Math.sqrt(squares) - 1) <= UNIT_TOLERANCE,
                    "1, because EncoderInfo.normalized is true",
                    "the row of %s %d has length %s",
                    kind,
                    i,
                    Math.sqrt(squares));
        }
    }

    /** Images without any contrast or light divide many a model by zero. */
    void finite() {
        Clause clause = new Clause("finite");
        try (VisionLanguageEncoder encoder = subject.open()) {
            for (int value : new int[] {0, 128, 255}) {
                requireFiniteOrReported(
                        clause, encoder, TestImages.flat(16, 16, value), "a flat image of value " + value);
            }
        }
    }

    static void requireFiniteOrReported(Clause clause, VisionLanguageEncoder encoder, RgbImage image, String what) {
        try {
            requireFinite(clause, Subject.images(encoder, List.of(image)), what);
        } catch (NonFiniteEmbeddingException reported) {
            // That is how it should be said.
        }
    }

    static void requireFinite(Clause clause, CopiedRows rows, String what) {
        for (float value : rows.values()) {
            clause.require(
                    Float.isFinite(value),
                    "finite values, or a NonFiniteEmbeddingException",
                    "%s gave %s",
                    what,
                    value);
        }
    }
}
