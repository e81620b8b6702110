package io.discern.analysis.overlay;

import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
import io.discern.analysis.stats.LabelPermutation;
import java.util.Arrays;
import java.util.SplittableRandom;

/** {@code I(A; Y) / H(Y)} of counted pairs: the share of the class's entropy that the attribute takes away. */
final class AttributeUtility {
    private final int[] classes;
    private final int[] values;

    /** One class and one value for each image. */
    AttributeUtility(int[] classes, int[] values) {
        this.classes = classes;
        this.values = values;
    }

    /** When each image counts so often; NaN if one class only is left. */
    double of(int[] draws) {
        return of(values, draws);
    }

    /** The mean when the values are dealt anew to whole groups. */
    double chance(int[] groups, long seed) {
        Clusters clusters = Clusters.of(values, groups);
        int[] once = ImageDraws.once(values.length);
        SplittableRandom[] random = Bootstrap.streams(seed, LabelPermutation.REPLICATES);
        return Arrays.stream(random).mapToDouble(stream -> of(LabelPermutation.ofRows(clusters, stream), once)).average()
                .orElseThrow();
    }

    private double of(int[] dealt, int[] draws) {
        int ofClass = Arrays.stream(classes).max().orElseThrow() + 1;
        int ofValue = Arrays.stream(values).max().orElseThrow() + 1;
        double[][] pairs = new double[ofClass][ofValue];
        double total = 0;
        for (int row = 0; row < draws.length; row++) {
            pairs[classes[row]][dealt[row]] += draws[row];
            total += draws[row];
        }
        double[] valueShares = new double[ofValue];
        double[] classShares = new double[ofClass];
        for (int label = 0; label < ofClass; label++) {
            for (int value = 0; value < ofValue; value++) {
                pairs[label][value] /= total;
                classShares[label] += pairs[label][value];
                valueShares[value] += pairs[label][value];
            }
        }
        double joint = Arrays.stream(pairs).mapToDouble(AttributeUtility::entropy).sum();
        double entropy = entropy(classShares);
        return (entropy + entropy(valueShares) - joint) / entropy;
    }

    private static double entropy(double[] shares) {
        return Arrays.stream(shares).filter(share -> share > 0).map(share -> -share * Math.log(share)).sum();
    }
}
