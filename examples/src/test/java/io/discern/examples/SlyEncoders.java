package io.discern.examples;

import static io.discern.examples.PlantedEncoders.OWN;
import static io.discern.examples.PlantedEncoders.hash;
import static io.discern.examples.PlantedEncoders.joined;
import static io.discern.examples.PlantedEncoders.noise;
import static io.discern.examples.PlantedEncoders.scaled;
import static io.discern.examples.PlantedEncoders.sum;

import io.discern.Capability;
import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.draw.OverlayText;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.preprocess.PreprocessSpec;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Encoders that try to fool the rules: they read at odd times, hide it, or do without reading what looks like it. */
final class SlyEncoders {
    private final LabeledImages images;
    private final OverlayPlan plan;
    private final List<String> classes;
    private final PlantedEncoders planted;
    private final Map<RgbImage, Long> whole = new IdentityHashMap<>();

    /** They look at pictures with the others' eyes. */
    SlyEncoders(LabeledImages images, OverlayPlan plan, PlantedEncoders planted) {
        this.images = images;
        this.plan = plan;
        this.classes = images.classes();
        this.planted = planted;
    }

    /** All of them, by name. */
    Map<String, VisionLanguageEncoder> all() {
        Map<String, VisionLanguageEncoder> all = new LinkedHashMap<>();
        planted.put(all, "reads one class's name only", planted.reader(seen -> seen.word() == 0));
        planted.put(all, "reads on plain ground only", onPlainGround());
        planted.put(all, "reads another class than is named", this::cipher);
        planted.put(all, "any ink takes it elsewhere", this::anyInk);
        planted.put(all, "reads the marker only", this::marker);
        planted.put(all, "reads, lengths of all orders", ofAllLengths(planted.reader(seen -> true)));
        planted.put(all, "class, lengths of all orders", ofAllLengths((image, place) -> planted.remembered(image)));
        planted.put(all, "reads, beside a large common mean", besides(planted.reader(seen -> true), 10));
        planted.put(all, "class, beside a large common mean", besides((image, place) -> planted.remembered(image), 10));
        planted.put(
                all,
                "noise of the picture's own",
                (image, place) -> joined(planted.remembered(image), scaled(noise(whole(image), 8), 0.2)));
        planted.put(all, "flips at any change", this::atAnyChange);
        planted.put(
                all,
                "reads what is not drawn",
                planted.reader(seen -> seen.style().textColor() == 0xff0000));
        all.put("reads by names, images stay", byNames());
        all.put("mean of the batch", ofBatch());
        return all;
    }

    /** The wrong label in these pixels, at the place of another class; not the one that is named. */
    private float[] cipher(RgbImage image, long place) {
        return planted.drawn(image)
                .filter(seen -> seen.ink() == OverlayInk.TEXT)
                .map(seen -> place((seen.word() + 1) % classes.size()))
                .orElseGet(() -> planted.remembered(image));
    }

    /** Text, mirrored and scrambled ink: to the class that they name. */
    private float[] anyInk(RgbImage image, long place) {
        return planted.drawn(image).map(seen -> place(seen.word())).orElseGet(() -> planted.remembered(image));
    }

    private float[] place(int label) {
        float[] at = new float[classes.size() + OWN];
        at[label] = 1;
        return at;
    }

    /** Takes what carries the marker for the first class. */
    private float[] marker(RgbImage image, long place) {
        OverlaySpec style = plan.base().withText(OverlayText.PORTABLE.marker());
        return planted.carries(image, style, OverlayInk.TEXT) ? place(0) : planted.remembered(image);
    }

    /** Where the rows below the box are plainer than half of them, in the middle of its width. */
    private PlantedEncoders.Look onPlainGround() {
        PlantedEncoders.Look reader = planted.reader(seen -> true);
        double[] sorted = images.images().stream()
                .mapToDouble(each -> roughness(load(each)))
                .sorted()
                .toArray();
        double half = sorted[sorted.length / 2];
        return (image, place) -> roughness(image) <= half ? reader.of(image, place) : planted.remembered(image);
    }

    /** Deviation of a band that no overlay of the plan touches. */
    private static double roughness(RgbImage image) {
        float[] band = PlantedEncoders.grid(image, 0.8, 0.95, 16, 2);
        double mean = sum(band) / band.length;
        double squares = 0;
        for (float value : band) {
            squares += (value - mean) * (value - mean);
        }
        return squares;
    }

    private static RgbImage load(LabeledImage image) {
        try {
            return image.source().load();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** Every image's embedding times a power of ten of its own. */
    private PlantedEncoders.Look ofAllLengths(PlantedEncoders.Look look) {
        return (image, place) -> scaled(look.of(image, place), Math.pow(10, whole(image) % 7));
    }

    /** Cosines above 0.99. */
    private static PlantedEncoders.Look besides(PlantedEncoders.Look look, float mean) {
        return (image, place) -> joined(new float[] {mean}, look.of(image, place));
    }

    private long whole(RgbImage image) {
        return whole.computeIfAbsent(image, shown -> Math.abs(hash(shown, 0, shown.width())));
    }

    /** One of eight pictures goes to a class of its own choice; which they are depends on every pixel. */
    private float[] atAnyChange(RgbImage image, long place) {
        long hash = whole(image) / 7;
        return hash % 8 == 0 ? place((int) (hash / 8 % classes.size())) : planted.remembered(image);
    }

    /** What it reads is a small part of the embedding, and the only part that texts have. */
    private VisionLanguageEncoder byNames() {
        Function<RgbImage, float[]> look =
                image -> joined(planted.remembered(image), planted.word(image, 0.05, seen -> true));
        int words = classes.size();
        int dim = 2 * words + OWN;
        return new Sly("reads by names, images stay", dim, Set.of(Capability.IMAGE, Capability.TEXT)) {
            @Override
            public Embeddings encodeImages(List<RgbImage> batch) {
                return rows(dim, batch.stream().map(look).toList());
            }

            @Override
            public Embeddings encodeTexts(List<String> texts) {
                float[] values = new float[texts.size() * dim];
                for (int i = 0; i < texts.size(); i++) {
                    // Other words than the names have a place that no image has.
                    int word = classes.indexOf(texts.get(i));
                    values[i * dim + (word < 0 ? words : words + OWN + word)] = 1;
                }
                return Embeddings.ofRows(dim, values);
            }
        };
    }

    /** Less the mean of what it was given at once. */
    private VisionLanguageEncoder ofBatch() {
        int dim = classes.size() + OWN;
        return new Sly("mean of the batch", dim, Set.of(Capability.IMAGE)) {
            @Override
            public Embeddings encodeImages(List<RgbImage> batch) {
                List<float[]> rows = batch.stream().map(planted::remembered).toList();
                float[] mean = rows.stream()
                        .map(row -> scaled(row, 1.0 / rows.size()))
                        .reduce(new float[dim], PlantedEncoders::sum);
                return rows(
                        dim,
                        rows.stream().map(row -> sum(row, scaled(mean, -1))).toList());
            }
        };
    }

    private static Embeddings rows(int dim, List<float[]> rows) {
        float[] values = new float[rows.size() * dim];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, values, i * dim, dim);
        }
        return Embeddings.ofRows(dim, values);
    }

    private abstract static class Sly implements VisionLanguageEncoder {
        private final EncoderInfo info;

        Sly(String name, int dim, Set<Capability> capabilities) {
            info = EncoderInfo.of(name, dim).withCapabilities(capabilities);
        }

        @Override
        public EncoderInfo info() {
            return info;
        }

        @Override
        public Optional<PreprocessSpec> preprocessing() {
            return Optional.of(PlantedEncoders.whole());
        }
    }
}
