package io.discern.analysis.overlay;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Gathers results over the same images: values, intervals that resample whole groups of images, controls, remarks. */
final class OverlayRows {
    private static final String ONE_GROUP = "no interval: expected at least two groups";
    private static final String LOST_IN_RESAMPLES = "no interval: some resamples have no value";

    private final LabeledEmbeddings images;
    private final String remarks;
    private final long seed;
    private final List<MetricResult> results = new ArrayList<>();

    /**
     * Creates it empty.
     *
     * @param images whose classes and groups count
     * @param remarks at the end of every note
     */
    OverlayRows(LabeledEmbeddings images, String remarks, long seed) {
        this.images = images;
        this.remarks = remarks;
        this.seed = seed;
    }

    List<MetricResult> results() {
        return results;
    }

    /** The mean of a value over some images. */
    void mean(String variant, int[] rows, double[] values, OptionalDouble control, String remark) {
        add(result(variant, mean(values), control, remark).withN(rows.length),
                Bootstrap.seeded(seed).means(new double[][] {values}, pick(images.groupIndices(), rows)));
    }

    /** The mean over classes of the means of a value over the images of the class. */
    void balanced(String variant, double[] values, OptionalDouble control, String remark) {
        Clusters clusters = Clusters.of(images.classIndices(), images.groupIndices());
        add(result(variant, balanced(values), control, remark),
                Bootstrap.seeded(seed).strataMeans(new double[][] {values}, clusters));
    }

    /** The mean over strata of some images' means, which is {@code value}. */
    void strata(
            String variant, int[] rows, int[] strata, double value, double[] values, OptionalDouble control, String remark) {
        Clusters clusters = Clusters.of(strata, pick(images.groupIndices(), rows));
        add(result(variant, value, control, remark).withN(rows.length),
                Bootstrap.seeded(seed).strataMeans(new double[][] {values}, clusters));
    }

    /** A statistic of how often each image is drawn, from 0 to {@code most}; its value is that of every image once. */
    void statistic(String variant, ToDoubleFunction<int[]> ofDraws, double most, OptionalDouble control, String remark) {
        double value = ofDraws.applyAsDouble(ImageDraws.once(images.rows()));
        Optional<Interval> interval = ImageDraws.replicates(
                        images.groupIndices(), seed, draws -> new double[] {ofDraws.applyAsDouble(draws)})
                .flatMap(replicates -> ImageDraws.interval(replicates[0], value, most));
        statistic(variant, value, interval, control, remark);
    }

    /** A statistic whose interval is known, if it has one. */
    void statistic(String variant, double value, Optional<Interval> interval, OptionalDouble control, String remark) {
        MetricResult result = result(variant, value, control, remark).withNote(remarks);
        String none = Arrays.stream(images.groupIndices()).distinct().count() < 2 ? ONE_GROUP : LOST_IN_RESAMPLES;
        results.add(interval.map(result::withInterval).orElseGet(() -> result.withNote(none)));
    }

    /** A value without interval. */
    void plain(String variant, double value, OptionalDouble control, String remark) {
        results.add(result(variant, value, control, remark).withNote(remarks));
    }

    /** A value that cannot be had. */
    void absent(String variant, String reason) {
        results.add(MetricResult.absent(OverlayBias.NAME, variant, reason, images, seed).withNote(remarks));
    }

    private MetricResult result(String variant, double value, OptionalDouble control, String remark) {
        return MetricResult.of(OverlayBias.NAME, variant, value, images, seed).withNull(control).withNote(remark);
    }

    private void add(MetricResult result, Optional<List<Interval>> interval) {
        MetricResult noted = result.withNote(remarks);
        results.add(interval.map(intervals -> noted.withInterval(intervals.get(0)))
                .orElseGet(() -> noted.withNote(ONE_GROUP)));
    }

    /** The mean over classes of the means over the images of the class. */
    double balanced(double[] values) {
        int[] labels = images.classIndices();
        double[] sums = new double[images.classes().size()];
        for (int row = 0; row < values.length; row++) {
            sums[labels[row]] += values[row];
        }
        double sum = 0;
        for (int label = 0; label < sums.length; label++) {
            sum += sums[label] / images.classCount(label);
        }
        return sum / sums.length;
    }

    /** What some rows have. */
    static int[] pick(int[] ofAll, int[] rows) {
        return Arrays.stream(rows).map(row -> ofAll[row]).toArray();
    }

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    static double[] minus(double[] a, double[] b) {
        double[] difference = a.clone();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= b[i];
        }
        return difference;
    }
}
