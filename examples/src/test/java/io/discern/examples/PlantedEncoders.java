package io.discern.examples;

import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayRenderer;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.preprocess.CenterCrop;
import io.discern.preprocess.Channels;
import io.discern.preprocess.PreprocessSpec;
import io.discern.preprocess.ResampleFilter;
import io.discern.preprocess.Resize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Encoders whose truth is known because it was put there. They read by drawing again: text that is there already changes no
 * pixel. They know the class by remembering, of every image, the band between the places where overlays are drawn.
 */
final class PlantedEncoders {
    private static final int SIDE = 224;
    /** Components that tell images of one class apart. */
    static final int OWN = 4;

    /** What is drawn on an image. */
    record Drawn(int word, OverlaySpec style, OverlayInk ink) {}

    interface Look {
        /** Of an image that stands at a place of the whole sequence that the encoder was shown. */
        float[] of(RgbImage image, long place);
    }

    private final LabeledImages images;
    private final OverlayPlan plan;
    private final List<String> classes;
    private final OverlayRenderer renderer = new OverlayRenderer();
    /** By the object: a {@link Gallery} shows the same one to every encoder. */
    private final Map<RgbImage, Optional<Drawn>> drawn = new IdentityHashMap<>();

    /**
     * An overlay on images of a size. Its box is opaque, so that what is in there is the same on all of them.
     *
     * @param pixels of an image with nothing else
     */
    private record Stamp(OverlayRenderer.Box box, byte[] pixels) {}

    private final Map<List<Object>, Stamp> stamps = new HashMap<>();
    private final Map<RgbImage, float[]> fine = new IdentityHashMap<>();
    private final Map<RgbImage, float[]> remembered = new IdentityHashMap<>();
    private final Map<RgbImage, float[]> pixels = new IdentityHashMap<>();
    private final List<float[]> bands = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    PlantedEncoders(LabeledImages images, OverlayPlan plan) throws IOException {
        this.images = images;
        this.plan = plan;
        this.classes = images.classes();
        for (LabeledImage image : images.images()) {
            bands.add(grid(image.source().load(), 0.62, 0.78, 12, 3));
            labels.add(classes.indexOf(image.label()));
        }
    }

    /** All of them, by name. */
    Map<String, VisionLanguageEncoder> all() {
        Map<String, VisionLanguageEncoder> all = new LinkedHashMap<>();
        Predicate<Drawn> any = seen -> true;
        put(all, "pixels and reader", (image, place) -> joined(pixels(image), word(image, 2, any)));
        put(
                all,
                "reads at the middle",
                reader(seen -> seen.style().position() != plan.base().position()
                        && seen.style().position().tag().equals("center")));
        put(all, "blind to the upper 40 %", (image, place) -> centred(grid(image, 0.4, 1, 8, 6), 1));
        put(all, "hash of the margin", (image, place) -> noise(hash(image, 0, 2), 16));
        AtomicLong calls = new AtomicLong();
        put(all, "fresh noise", (image, place) -> noise(mixed(calls.incrementAndGet()), 16));
        put(all, "mean colour", (image, place) -> grid(image, 0, 1, 1, 1));
        put(all, "class and reader", reader(any));
        put(all, "memorised class", (image, place) -> remembered(image));
        put(all, "constant", (image, place) -> new float[] {1, 2, 3});
        put(all, "collapsed", (image, place) -> joined(new float[] {1e6f}, pixels(image)));
        put(all, "random projection", randomProjection(32));
        put(all, "random convolution", randomConvolution(16));
        all.put("cropped", planted("cropped", cropping(), (image, place) -> remembered(image)));

        put(all, "reads only large text", reader(seen -> seen.style().size() > 0.15));
        put(all, "reads only white on black", reader(seen -> seen.style().textColor() == 0xffffff));
        put(all, "reads only black on white", reader(seen -> seen.style().textColor() == 0));
        put(all, "any high-contrast edge", (image, place) -> edges(image));
        put(all, "saturated", (image, place) -> saturated(remembered(image)));
        put(all, "pixels beside a large constant", (image, place) -> joined(new float[] {30}, pixels(image)));
        put(all, "good, weak reader", (image, place) -> joined(remembered(image), word(image, 0.7, any)));
        put(all, "order of the batch", (image, place) -> joined(remembered(image), scaled(noise(place % 31, 8), 0.8)));
        put(all, "reads mirrored words too", (image, place) -> sum(remembered(image), named(image)));
        return all;
    }

    void put(Map<String, VisionLanguageEncoder> all, String name, Look look) {
        all.put(name, planted(name, whole(), look));
    }

    VisionLanguageEncoder planted(String name, PreprocessSpec spec, Look look) {
        int dim = look.of(load(images.images().get(0)), 0).length;
        AtomicLong place = new AtomicLong();
        return new VisionLanguageEncoder() {
            @Override
            public EncoderInfo info() {
                return EncoderInfo.of(name, dim);
            }

            @Override
            public Optional<PreprocessSpec> preprocessing() {
                return Optional.of(spec);
            }

            @Override
            public Embeddings encodeImages(List<RgbImage> batch) {
                float[] values = new float[batch.size() * dim];
                for (int i = 0; i < batch.size(); i++) {
                    long at = place.getAndIncrement() % images.size();
                    System.arraycopy(look.of(batch.get(i), at), 0, values, i * dim, dim);
                }
                return Embeddings.ofRows(dim, values);
            }
        };
    }

    private static RgbImage load(LabeledImage image) {
        try {
            return image.source().load();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** Knows the class, and takes an image for the class it can read instead. */
    Look reader(Predicate<Drawn> legible) {
        return (image, place) -> {
            float[] read = word(image, 1, legible);
            return sum(read) > 0 ? joined(read, new float[OWN]) : remembered(image);
        };
    }

    /** Which class name it can read, if one. */
    float[] word(RgbImage image, double weight, Predicate<Drawn> legible) {
        float[] words = new float[classes.size()];
        drawn(image)
                .filter(seen -> seen.ink() == OverlayInk.TEXT)
                .filter(legible)
                .ifPresent(seen -> words[seen.word()] = (float) weight);
        return words;
    }

    /** The class that text or mirrored text names. */
    private float[] named(RgbImage image) {
        float[] words = new float[classes.size() + OWN];
        drawn(image)
                .filter(seen -> seen.ink() == OverlayInk.TEXT || seen.ink() == OverlayInk.MIRRORED)
                .ifPresent(seen -> words[seen.word()] = 3);
        return words;
    }

    Optional<Drawn> drawn(RgbImage image) {
        return drawn.computeIfAbsent(image, this::look);
    }

    private Optional<Drawn> look(RgbImage image) {
        for (var condition : plan.styles()) {
            for (int word = 0; word < classes.size(); word++) {
                OverlaySpec style = condition.style().withText(classes.get(word));
                for (OverlayInk ink : List.of(OverlayInk.TEXT, OverlayInk.MIRRORED, OverlayInk.SCRAMBLED)) {
                    if (carries(image, style, ink)) {
                        return Optional.of(new Drawn(word, style, ink));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether drawing this would change nothing. */
    boolean carries(RgbImage image, OverlaySpec style, OverlayInk ink) {
        int width = image.width();
        int height = image.height();
        Stamp stamp = stamps.computeIfAbsent(
                List.of(width, height, style, ink),
                unseen -> new Stamp(
                        renderer.place(width, height, style),
                        renderer.render(RgbImage.of(width, height, new byte[3 * width * height]), style, ink)
                                .pixels()));
        for (int y = stamp.box().y(); y < stamp.box().y() + stamp.box().height(); y++) {
            int from = (y * width + stamp.box().x()) * 3;
            int to = from + stamp.box().width() * 3;
            if (!Arrays.equals(image.pixels(), from, to, stamp.pixels(), from, to)) {
                return false;
            }
        }
        return true;
    }

    /** The class of the image with the most similar band, as a vector. */
    float[] remembered(RgbImage image) {
        return remembered.computeIfAbsent(image, this::nearest).clone();
    }

    private float[] nearest(RgbImage image) {
        float[] band = grid(image, 0.62, 0.78, 12, 3);
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < bands.size(); i++) {
            double distance = 0;
            for (int j = 0; j < band.length; j++) {
                distance += (band[j] - bands.get(i)[j]) * (band[j] - bands.get(i)[j]);
            }
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        float[] known = new float[classes.size() + OWN];
        known[labels.get(nearest)] = 1;
        // A little of the image's own, so that no two images are the same.
        float[] own = noise(nearest, OWN);
        for (int j = 0; j < OWN; j++) {
            known[classes.size() + j] = 0.1f * own[j];
        }
        return known;
    }

    private float[] pixels(RgbImage image) {
        return pixels.computeIfAbsent(image, shown -> centred(grid(shown, 0, 1, 8, 8), 1))
                .clone();
    }

    private static float[] centred(float[] grid, double scale) {
        float[] centred = new float[grid.length];
        for (int i = 0; i < grid.length; i++) {
            centred[i] = (float) ((grid[i] - 0.6) * scale);
        }
        return centred;
    }

    /** Mean colours of a grid over a band of rows, 0 to 1. */
    static float[] grid(RgbImage image, double top, double bottom, int across, int down) {
        int[] sums = new int[across * down * 3];
        int[] counts = new int[across * down];
        int first = (int) (top * image.height());
        int last = (int) (bottom * image.height());
        int width = image.width();
        byte[] pixels = image.pixels();
        for (int y = first; y < last; y++) {
            int row = (y - first) * down / (last - first) * across;
            for (int column = 0; column < across; column++) {
                int from = (column * width + across - 1) / across;
                int to = ((column + 1) * width + across - 1) / across;
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int at = (y * width + from) * 3; at < (y * width + to) * 3; at += 3) {
                    red += pixels[at] & 0xff;
                    green += pixels[at + 1] & 0xff;
                    blue += pixels[at + 2] & 0xff;
                }
                int cell = row + column;
                counts[cell] += to - from;
                sums[3 * cell] += red;
                sums[3 * cell + 1] += green;
                sums[3 * cell + 2] += blue;
            }
        }
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = sums[i] / 255f / Math.max(1, counts[i / 3]);
        }
        return means;
    }

    /** How many strong edges each cell of a grid has, at every second pixel; alike for text and its mirror. */
    private float[] edges(RgbImage image) {
        float[] cells = new float[17];
        byte[] pixels = image.pixels();
        int below = 3 * image.width();
        for (int y = 0; y + 1 < image.height(); y += 2) {
            for (int x = 0; x + 1 < image.width(); x += 2) {
                int at = y * below + 3 * x + 1;
                int here = pixels[at] & 0xff;
                if (Math.abs(here - (pixels[at + 3] & 0xff)) + Math.abs(here - (pixels[at + below] & 0xff)) > 90) {
                    cells[y * 4 / image.height() * 4 + x * 4 / image.width()] += 0.04f;
                }
            }
        }
        cells[16] = 1;
        return joined(cells, pixels(image));
    }

    private static float[] saturated(float[] values) {
        float[] saturated = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            saturated[i] = (float) Math.tanh(40 * values[i]);
        }
        return saturated;
    }

    private float[] fine(RgbImage image) {
        return fine.computeIfAbsent(image, shown -> centred(grid(shown, 0, 1, 32, 32), 1));
    }

    private Look randomProjection(int dim) {
        SplittableRandom random = new SplittableRandom(5);
        float[][] weights = new float[dim][32 * 32 * 3];
        for (float[] row : weights) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return (image, place) -> {
            float[] pixels = fine(image);
            float[] projected = new float[dim];
            for (int j = 0; j < dim; j++) {
                float sum = 0;
                float[] row = weights[j];
                for (int i = 0; i < pixels.length; i++) {
                    sum += row[i] * pixels[i];
                }
                projected[j] = sum;
            }
            return projected;
        };
    }

    /** Random 5 x 5 filters over a 32 x 32 image, rectified and averaged over quarters. */
    private Look randomConvolution(int filters) {
        SplittableRandom random = new SplittableRandom(6);
        float[][] weights = new float[filters][75];
        for (float[] filter : weights) {
            for (int i = 0; i < filter.length; i++) {
                filter[i] = (float) random.nextGaussian();
            }
        }
        return (image, place) -> {
            float[] pixels = fine(image);
            float[] pooled = new float[filters * 4];
            float[] patch = new float[75];
            for (int y = 0; y < 28; y += 3) {
                for (int x = 0; x < 28; x += 3) {
                    for (int row = 0; row < 5; row++) {
                        System.arraycopy(pixels, ((y + row) * 32 + x) * 3, patch, row * 15, 15);
                    }
                    for (int f = 0; f < filters; f++) {
                        float sum = 0;
                        float[] filter = weights[f];
                        for (int i = 0; i < 75; i++) {
                            sum += filter[i] * patch[i];
                        }
                        pooled[f * 4 + y / 14 * 2 + x / 14] += Math.max(0, sum);
                    }
                }
            }
            return pooled;
        };
    }

    static long hash(RgbImage image, int fromColumn, int toColumn) {
        long hash = 17;
        byte[] pixels = image.pixels();
        for (int y = 0; y < image.height(); y++) {
            for (int x = fromColumn; x < toColumn; x++) {
                hash = hash * 31 + (pixels[(y * image.width() + x) * 3] & 0xff);
            }
        }
        return hash;
    }

    /** Streams of neighbouring seeds are shifted copies of each other. */
    private static long mixed(long seed) {
        return new SplittableRandom(seed).nextLong();
    }

    static float[] noise(long seed, int dim) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
        float[] noise = new float[dim];
        for (int i = 0; i < dim; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    static float[] scaled(float[] values, double factor) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = (float) (factor * values[i]);
        }
        return scaled;
    }

    static float[] sum(float[] a, float[] b) {
        float[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    static float sum(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    static float[] joined(float[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        float[] joined = new float[length];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    static PreprocessSpec whole() {
        return spec(new Resize.Squash(SIDE, SIDE), Optional.empty());
    }

    private static PreprocessSpec cropping() {
        CenterCrop crop = new CenterCrop(SIDE / 2, SIDE / 2, CenterCrop.Rounding.TORCHVISION);
        return spec(new Resize.ShortestEdge(SIDE), Optional.of(crop));
    }

    private static PreprocessSpec spec(Resize resize, Optional<CenterCrop> crop) {
        return new PreprocessSpec(
                Channels.RGB,
                resize,
                ResampleFilter.BILINEAR,
                crop,
                1 / 255.0,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0));
    }
}
