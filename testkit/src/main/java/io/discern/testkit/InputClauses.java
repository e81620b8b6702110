package io.discern.testkit;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderException;
import io.discern.EncoderInfo;
import io.discern.UnsupportedCapabilityException;
import io.discern.VisionLanguageEncoder;
import io.discern.image.RgbImage;
import java.util.List;

/** What happens to inputs, and what is refused. */
record InputClauses(Subject subject) {

    void info() {
        Clause clause = new Clause("info");
        String expected = "the same facts throughout, and after close";
        VisionLanguageEncoder encoder = subject.open();
        EncoderInfo before;
        try (encoder) {
            before = encoder.info();
            encoder.encodeImages(Subject.IMAGES.subList(0, 2));
            clause.require(before.equals(encoder.info()), expected, "info was %s, then %s", before, encoder.info());
        }
        try {
            clause.require(before.equals(encoder.info()), expected, "after close info was %s", encoder.info());
        } catch (RuntimeException thrown) {
            throw clause.broken(expected, thrown);
        }
    }

    void capabilities() {
        Clause clause = new Clause("capabilities");
        try (VisionLanguageEncoder encoder = subject.open()) {
            requireAsDeclared(
                    clause, encoder, Capability.IMAGE, () -> encoder.encodeImages(Subject.IMAGES.subList(0, 1)));
            requireAsDeclared(clause, encoder, Capability.TEXT, () -> encoder.encodeTexts(List.of("a nevus")));
        }
    }

    private static void requireAsDeclared(
            Clause clause, VisionLanguageEncoder encoder, Capability capability, Clause.Action call) {
        EncoderInfo info = encoder.info();
        if (info.capabilities().contains(capability)) {
            try {
                call.run();
            } catch (Exception refused) {
                throw clause.broken("the declared capability " + capability + " to work", refused);
            }
        } else {
            clause.requireThrown(
                    "an UnsupportedCapabilityException, because " + info.name() + " declares " + info.capabilities(),
                    "a call for " + capability,
                    call,
                    UnsupportedCapabilityException.class);
        }
    }

    void ownership() {
        Clause clause = new Clause("ownership");
        List<RgbImage> images = TestImages.discs(3, 5);
        List<RgbImage> before = TestImages.discs(3, 5);
        Embeddings result;
        CopiedRows copy;
        try (VisionLanguageEncoder encoder = subject.open()) {
            result = encoder.encodeImages(images);
            copy = CopiedRows.of(result);
            encoder.encodeImages(Subject.IMAGES.subList(0, 3));
            clause.require(
                    copy.difference(CopiedRows.of(result)) == 0,
                    "a result of its own for each call",
                    "a later call changed a result");
        }
        clause.require(
                copy.difference(CopiedRows.of(result)) == 0,
                "a result that outlives the encoder",
                "closing changed a result");
        clause.require(
                before.equals(images), "arguments that stay as they were", "encoding changed the pixels of an image");
    }

    void tinyImages() {
        Clause clause = new Clause("tiny images");
        int[][] sizes = {{1, 1}, {1, 23}, {23, 1}, {2, 1}};
        try (VisionLanguageEncoder encoder = subject.open()) {
            for (int[] size : sizes) {
                RgbImage image = TestImages.noise(size[0], size[1], 7);
                try {
                    RowClauses.requireFinite(clause, Subject.images(encoder, List.of(image)), image.toString());
                } catch (EncoderException | IllegalArgumentException refused) {
                    clause.require(
                            refused.getMessage() != null,
                            "a message that says why",
                            "%s was refused without a reason",
                            image);
                } catch (RuntimeException | LinkageError thrown) {
                    throw clause.broken(
                            "a row for " + image + ", or an IllegalArgumentException that says why not", thrown);
                }
            }
        }
    }
}
