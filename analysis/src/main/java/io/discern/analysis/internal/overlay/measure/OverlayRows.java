package io.discern.analysis.internal.overlay.measure;

import io.discern.analysis.LabeledEmbeddings;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.stats.Jackknife;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Gathers results over the same images: values, intervals that resample whole groups of images, controls, remarks. */
public final class OverlayRows {
    private static final String ONE_GROUP = "expected at least two groups";
    /** The range of what may take any value. */
    public static final Interval ANY = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    /** The range of distances. */
    public static final Interval NOT_NEGATIVE = new Interval(0, Double.POSITIVE_INFINITY);
    /** The range of shares. */
    public static final Interval SHARE = new Interval(0, 1);
    /** Of a statistic by {@link GroupsLeftOut}. */
    public static final String LOST = "without some group there is no value";

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
    public OverlayRows(LabeledEmbeddings images, String remarks, long seed) {
        this.images = images;
        this.remarks = remarks;
        this.seed = seed;
    }

    /** What was gathered, in order. */
    public List<MetricResult> results() {
        return results;
    }

    /** The mean of a value over some images. Shares are better told as such. */
    public void mean(ResultKey key, int[] rows, double[] values, OptionalDouble control, String remark) {
        mean(key, ANY, rows, values, control, remark);
    }

    /** The mean over all images of a value with a range. */
    public void bounded(ResultKey key, Interval range, double[] values, OptionalDouble control, String remark) {
        mean(key, range, IntStream.range(0, values.length).toArray(), values, control, remark);
    }

    /** Interval: Student's, of means of groups. */
    private void mean(
            ResultKey key, Interval range, int[] rows, double[] values, OptionalDouble control, String remark) {
        Clusters clusters = Clusters.of(new int[rows.length], pick(images.groupIndices(), rows));
        add(
                result(key, mean(values), control, remark).withN(rows.length),
                clusters.resamplable()
                        ? Optional.of(Jackknife.ofStrataMean(values, clusters)
                                .interval()
                                .cut(range.low(), range.high()))
                        : Optional.empty());
    }

    /**
     * A share, or a sum of shares, of images by the classes that they are taken for.
     *
     * @param holds what the interval holds fixed, if something
     */
    public void voted(ResultKey key, VotedShare share, OptionalDouble control, String remark, String holds) {
        results.add(voted(key, share, share.images(), control, remark, holds));
    }

    /** The same of what encoders are compared by: how it moves without each group stays with the result. */
    public void compared(ResultKey key, VotedShare share, OptionalDouble control, String holds) {
        MetricResult result = voted(key, share, share.images(), control, "", holds);
        results.add(share.influences(images.groupIndices(), images.groups())
                .map(result::withInfluences)
                .orElse(result));
    }

    /** The same of all images, each shown several times. */
    public void votedOfVersions(ResultKey key, VotedShare share, OptionalDouble control, String remark, String holds) {
        results.add(voted(key, share, images.rows(), control, remark, holds));
    }

    private MetricResult voted(
            ResultKey key, VotedShare share, int n, OptionalDouble control, String remark, String holds) {
        MetricResult noted =
                result(key, share.value(), control, remark).withN(n).withNote(remarks);
        return share.interval()
                .map(ends -> noted.withInterval(ends, holds))
                .orElseGet(() -> noted.withoutInterval(
                        share.groups() < Clusters.FEWEST
                                ? share.groups() + " groups count; expected at least " + Clusters.FEWEST
                                : LOST));
    }

    /** What another metric found of the same images, under another key. */
    public void add(ResultKey key, MetricResult found) {
        results.add(new MetricResult(
                        key,
                        found.value(),
                        found.certainty(),
                        found.nullValue(),
                        found.extent(),
                        found.seed(),
                        found.note())
                .withNote(remarks));
    }

    /** The share of some images that something happens to: 1 for each of them, else 0. */
    public void share(ResultKey key, int[] rows, double[] happened, OptionalDouble control, String remark) {
        MetricResult noted =
                result(key, mean(happened), control, remark).withN(rows.length).withNote(remarks);
        results.add(ImageShares.of(happened)
                .interval(new int[rows.length], pick(images.groupIndices(), rows))
                .map(noted::withInterval)
                .orElseGet(() -> noted.withoutInterval(ONE_GROUP)));
    }

    /** The mean over classes of shares of their images, summed. */
    public void balanced(ResultKey key, ImageShares shares, OptionalDouble control, String remark) {
        add(
                result(key, balanced(shares.ofImages()), control, remark),
                shares.interval(images.classIndices(), images.groupIndices()));
    }

    /** The mean over strata of the shares of some images, which is {@code value}. */
    public void strata(
            ResultKey key,
            int[] rows,
            int[] strata,
            double value,
            double[] happened,
            OptionalDouble control,
            String remark) {
        add(
                result(key, value, control, remark).withN(rows.length),
                ImageShares.of(happened).interval(strata, pick(images.groupIndices(), rows)));
    }

    /**
     * A statistic that is neither.
     *
     * @param none why there is no interval, if there are two groups and none
     */
    public void statistic(
            ResultKey key,
            double value,
            Optional<Interval> interval,
            String none,
            OptionalDouble control,
            String remark) {
        boolean oneGroup = Arrays.stream(images.groupIndices()).distinct().count() < 2;
        add(result(key, value, control, remark), interval, oneGroup ? ONE_GROUP : none);
    }

    /** A value without interval. */
    public void plain(ResultKey key, double value, OptionalDouble control, String remark) {
        results.add(result(key, value, control, remark).withNote(remarks));
    }

    /**
     * A value without interval.
     *
     * @param none why there is none
     */
    public void plain(ResultKey key, double value, OptionalDouble control, String remark, String none) {
        results.add(result(key, value, control, remark).withNote(remarks).withoutInterval(none));
    }

    /** A value that cannot be had. */
    public void absent(ResultKey key, String reason) {
        results.add(MetricResult.absent(key, reason, images, seed).withNote(remarks));
    }

    private MetricResult result(ResultKey key, double value, OptionalDouble control, String remark) {
        return MetricResult.of(key, value, images, seed).withNull(control).withNote(remark);
    }

    private void add(MetricResult result, Optional<Interval> interval) {
        add(result, interval, ONE_GROUP);
    }

    private void add(MetricResult result, Optional<Interval> interval, String none) {
        results.add(result.withNote(remarks).withInterval(interval, none));
    }

    /** The mean over classes of the means over the images of the class. */
    public double balanced(double[] values) {
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
    public static int[] pick(int[] ofAll, int[] rows) {
        return Arrays.stream(rows).map(row -> ofAll[row]).toArray();
    }

    /** The mean of values. */
    public static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The differences, place by place. */
    public static double[] minus(double[] a, double[] b) {
        double[] difference = a.clone();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= b[i];
        }
        return difference;
    }
}
