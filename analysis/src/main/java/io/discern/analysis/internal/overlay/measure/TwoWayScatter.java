package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.internal.overlay.run.UnitVectors;
import io.discern.analysis.stats.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sums of squares of unit rows by class and version. Every image has every version, so the parts are orthogonal however the
 * classes differ in size: total = class + overlay + interaction + images within classes + rest.
 */
final class TwoWayScatter {
    static final int PERMUTATIONS = 999;
    private static final double NOTHING = 0x1p-100;

    private final int versions;
    private final int images;
    private final int[] labels;
    private final int classes;
    private final double[][] rows;
    private final double[][][] cells;
    private final double[] sizes;

    /**
     * Shares of the total.
     *
     * @param overlay {@code N sum_o |m_o - m|^2}
     * @param classes {@code K sum_c n_c |m_c - m|^2}
     * @param interaction {@code sum_c n_c sum_o |m_co - m_c - m_o + m|^2}
     */
    record Shares(double overlay, double classes, double interaction) {

        /** In the order of the components. */
        double[] asArray() {
            return new double[] {overlay, classes, interaction};
        }
    }

    /**
     * What versions permuted within images give.
     *
     * @param overlay the mean share
     * @param interaction the mean share
     * @param p of permutations, the data among them, whose overlay share is not below that of the data. With the images'
     *     total fixed, the pseudo-F of PERMANOVA rises with this share, so both give one p
     */
    record Permuted(double overlay, double interaction, double p) {}

    TwoWayScatter(List<LabeledEmbeddings> versions) {
        this.versions = versions.size();
        this.images = versions.get(0).rows();
        this.labels = versions.get(0).classIndices();
        this.classes = versions.get(0).classes().size();
        this.rows = UnitVectors.of(versions);
        this.cells = sums(VersionNames.actual(this.versions, images));
        this.sizes = new double[classes];
        Arrays.stream(labels).forEach(label -> sizes[label]++);
    }

    /**
     * The shares of all images but these, classes weighted as before: sizes that shrink with each image left out would add a
     * bias of their own to the jackknife's. No class may be left out whole.
     */
    Shares without(int... left) {
        double[][][] rest = Arrays.stream(cells)
                .map(ofClass -> Arrays.stream(ofClass).map(double[]::clone).toArray(double[][]::new))
                .toArray(double[][][]::new);
        double[] restSizes = sizes.clone();
        for (int image : left) {
            restSizes[labels[image]]--;
            for (int version = 0; version < versions; version++) {
                UnitVectors.add(rest[labels[image]][version], rows[version * images + image], -1);
            }
        }
        for (int label = 0; label < classes; label++) {
            double factor = sizes[label] / restSizes[label];
            Arrays.stream(rest[label]).forEach(sum -> Arrays.setAll(sum, j -> factor * sum[j]));
        }
        return shares(rest);
    }

    Permuted permuted(long seed) {
        double found = without().overlay();
        SplittableRandom[] random = Bootstrap.streams(seed, PERMUTATIONS);
        Shares[] shares = Arrays.stream(random)
                .parallel()
                .map(stream -> shares(sums(VersionNames.permuted(versions, images, stream))))
                .toArray(Shares[]::new);
        long reached =
                Arrays.stream(shares).filter(share -> share.overlay() >= found).count();
        return new Permuted(
                Arrays.stream(shares).mapToDouble(Shares::overlay).average().orElseThrow(),
                Arrays.stream(shares).mapToDouble(Shares::interaction).average().orElseThrow(),
                (1.0 + reached) / (1.0 + PERMUTATIONS));
    }

    /** The sums of the rows of each class and version. */
    private double[][][] sums(int[] versionOfRow) {
        double[][][] sums = new double[classes][versions][rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            UnitVectors.add(sums[labels[row % images]][versionOfRow[row]], rows[row], 1);
        }
        return sums;
    }

    /** From sums of as many rows of each class as there are; the rows' squares sum to their number. */
    private Shares shares(double[][][] sums) {
        int dim = rows[0].length;
        double count = images;
        double[] mean = new double[dim];
        double[][] ofVersion = new double[versions][dim];
        double[][] ofClass = new double[classes][dim];
        for (int label = 0; label < classes; label++) {
            for (int version = 0; version < versions && sizes[label] > 0; version++) {
                UnitVectors.add(mean, sums[label][version], 1 / (count * versions));
                UnitVectors.add(ofVersion[version], sums[label][version], 1 / count);
                UnitVectors.add(ofClass[label], sums[label][version], 1 / (sizes[label] * versions));
            }
        }
        double overlay = 0;
        double between = 0;
        double interaction = 0;
        for (int version = 0; version < versions; version++) {
            overlay += count * squaredDistance(ofVersion[version], mean);
        }
        for (int label = 0; label < classes; label++) {
            between += versions * sizes[label] * squaredDistance(ofClass[label], mean);
            for (int version = 0; version < versions && sizes[label] > 0; version++) {
                double[] rest = new double[dim];
                UnitVectors.add(rest, sums[label][version], 1 / sizes[label]);
                UnitVectors.add(rest, ofClass[label], -1);
                UnitVectors.add(rest, ofVersion[version], -1);
                UnitVectors.add(rest, mean, 1);
                interaction += sizes[label] * UnitVectors.dot(rest, rest);
            }
        }
        double total = count * versions * (1 - UnitVectors.dot(mean, mean));
        return new Shares(share(overlay, total), share(between, total), share(interaction, total));
    }

    /** Rounding leaves squares of about 2^-104 of the total where there is nothing. */
    private static double share(double squares, double total) {
        return squares < NOTHING * total ? 0 : squares / total;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return sum;
    }
}
