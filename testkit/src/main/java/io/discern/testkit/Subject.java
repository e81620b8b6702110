package io.discern.testkit;

import io.discern.Capability;
import io.discern.EncoderConfig;
import io.discern.UnsupportedCapabilityException;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The encoder under test.
 *
 * @param opener opens one
 * @param deviation how far rows of different batches may be apart, for embeddings of values about 1, unless the encoder says
 */
record Subject(Function<EncoderConfig, VisionLanguageEncoder> opener, double deviation) {
    /** Small, so that a few images make several batches. */
    static final int BATCH = 4;
    /** None, one, around one batch, and three with a remainder. */
    static final List<Integer> SIZES = List.of(0, 1, BATCH - 1, BATCH, BATCH + 1, 3 * BATCH + 2);

    static final List<RgbImage> IMAGES = TestImages.discs(3 * BATCH + 2, 1);

    private static final List<String> WORDS =
            List.of("nevus", "melanoma", "ulcer", "polyp", "cyst", "nodule", "plaque");

    VisionLanguageEncoder open() {
        return opener.apply(EncoderConfig.of("").withBatchSize(BATCH));
    }

    /** How far two results for the same inputs may be apart. */
    double bound(VisionLanguageEncoder encoder, CopiedRows rows) {
        return encoder.info().batchDeviation().orElse(deviation * rows.scale());
    }

    static CopiedRows images(VisionLanguageEncoder encoder, List<RgbImage> images) {
        return CopiedRows.of(encoder.encodeImages(images));
    }

    static CopiedRows texts(VisionLanguageEncoder encoder, List<String> texts) {
        return CopiedRows.of(encoder.encodeTexts(texts));
    }

    /** Each image encoded in a call of its own. */
    static CopiedRows alone(VisionLanguageEncoder encoder, List<RgbImage> images) {
        List<CopiedRows> rows = new ArrayList<>();
        images.forEach(image -> rows.add(images(encoder, List.of(image))));
        return joined(rows);
    }

    /** Rows of one row each, put together. */
    static CopiedRows joined(List<CopiedRows> rows) {
        int dim = rows.get(0).dim();
        float[] values = new float[rows.size() * dim];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(
                    rows.get(i).values(),
                    0,
                    values,
                    i * dim,
                    Math.min(dim, rows.get(i).values().length));
        }
        return new CopiedRows(rows.size(), dim, values);
    }

    /** Short texts, all different. */
    static List<String> prompts(int count) {
        List<String> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prompts.add("a " + WORDS.get(i % WORDS.size())
                    + (i < WORDS.size() ? "" : " on the " + WORDS.get(i / WORDS.size())));
        }
        return prompts;
    }

    /** Whether texts can be encoded; that they can if it is declared is the clause on capabilities. */
    static boolean encodesTexts(VisionLanguageEncoder encoder) {
        if (!encoder.info().capabilities().contains(Capability.TEXT)) {
            return false;
        }
        try {
            encoder.encodeTexts(List.of("a nevus"));
            return true;
        } catch (UnsupportedCapabilityException refused) {
            return false;
        }
    }
}
