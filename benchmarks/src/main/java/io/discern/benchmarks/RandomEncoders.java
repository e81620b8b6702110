package io.discern.benchmarks;

import io.discern.Embeddings;
import io.discern.EncoderInfo;
import io.discern.VisionLanguageEncoder;
import io.discern.analysis.MetricResult;
import io.discern.analysis.overlay.OverlayResult;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.overlay.draw.OverlayPosition;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.measure.ShiftKeys.Beyond;
import io.discern.analysis.overlay.run.Control;
import io.discern.analysis.overlay.run.OverlayPlan;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.image.RgbImage;
import io.discern.miniatures.SyntheticLesions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What verdicts say of encoders that cannot read: random projections and random convolutions with rectified means, on synthetic
 * lesions, four styles. Prints for each the largest lower end of text beyond scrambled and mirrored ink, in image units, and
 * the verdict. The argument is the number of encoders of each kind.
 */
public final class RandomEncoders {
    private static final int SIDE = 32;
    private static final int DIM = 48;

    private RandomEncoders() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        int encoders = Integer.parseInt(args[0]);
        OverlayPlan plan = new OverlayPlan(
                OverlaySpec.of("text"),
                List.of(),
                OverlayPlan.standard().markerInks(),
                List.of(OverlayPosition.CENTER),
                List.of(0.2),
                true,
                List.of(),
                List.of());
        List<LabeledImages> data = new ArrayList<>();
        for (String modality : SyntheticLesions.modalities()) {
            data.add(onePerPatient(SyntheticLesions.of(modality, 60, 5)));
        }
        for (int seed = 0; seed < encoders; seed++) {
            for (boolean convolution : new boolean[] {false, true}) {
                VisionLanguageEncoder encoder = random(seed, convolution);
                OverlayResult found = OverlaySuite.of(plan).measure(encoder, data.get(seed % data.size()), seed);
                System.out.printf(
                        Locale.ROOT,
                        "%s %s %.3f %s%n",
                        encoder.info().name(),
                        data.get(seed % data.size()).name(),
                        furthest(found.results()),
                        found.verdict().kinds());
            }
        }
    }

    private static double furthest(List<MetricResult> results) {
        Map<Optional<String>, Double> least = new HashMap<>();
        for (MetricResult result : results) {
            if (result.key() instanceof Beyond beyond
                    && (beyond.minus() == Control.SCRAMBLED || beyond.minus() == Control.MIRRORED)) {
                least.merge(beyond.at(), result.ciLow().orElse(0), Math::min);
            }
        }
        return least.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private static LabeledImages onePerPatient(LabeledImages images) throws IOException {
        List<LabeledImage> first = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (LabeledImage image : images.images()) {
            if (seen.add(image.group())) {
                RgbImage pixels = image.source().load();
                first.add(image.withSource(() -> pixels));
            }
        }
        return new LabeledImages(images.name(), first);
    }

    private static VisionLanguageEncoder random(long seed, boolean convolution) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] weights = new double[DIM][convolution ? 75 : SIDE * SIDE * 3];
        for (double[] row : weights) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextGaussian();
            }
        }
        EncoderInfo info = EncoderInfo.of((convolution ? "convolution " : "projection ") + seed, DIM);
        return new VisionLanguageEncoder() {
            @Override
            public EncoderInfo info() {
                return info;
            }

            @Override
            public Embeddings encodeImages(List<RgbImage> images) {
                float[] values = new float[images.size() * DIM];
                for (int i = 0; i < images.size(); i++) {
                    double[] small = small(images.get(i));
                    for (int j = 0; j < DIM; j++) {
                        values[i * DIM + j] =
                                (float) (convolution ? convolved(small, weights[j]) : dot(small, 0, weights[j]));
                    }
                }
                return Embeddings.ofRows(DIM, values);
            }
        };
    }

    /** Mean colours of a grid, about 0. */
    private static double[] small(RgbImage image) {
        double[] sums = new double[SIDE * SIDE * 3];
        int[] counts = new int[SIDE * SIDE];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int cell = y * SIDE / image.height() * SIDE + x * SIDE / image.width();
                counts[cell]++;
                for (int c = 0; c < 3; c++) {
                    sums[cell * 3 + c] += image.get(x, y, c) / 255.0 - 0.5;
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= Math.max(1, counts[i / 3]);
        }
        return sums;
    }

    private static double dot(double[] pixels, int from, double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * pixels[from + i];
        }
        return sum;
    }

    /** The mean of 5 x 5 windows, rectified. */
    private static double convolved(double[] pixels, double[] filter) {
        double mean = 0;
        for (int y = 0; y + 5 <= SIDE; y += 2) {
            for (int x = 0; x + 5 <= SIDE; x += 2) {
                double sum = 0;
                for (int i = 0; i < 75; i++) {
                    sum += filter[i] * pixels[((y + i / 15) * SIDE + x + i / 3 % 5) * 3 + i % 3];
                }
                mean += Math.max(0, sum);
            }
        }
        return mean;
    }
}
