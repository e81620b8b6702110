package io.discern.analysis.shortcut;

import io.discern.analysis.internal.stats.LabelPermutation;
import io.discern.analysis.stats.Bootstrap;
import io.discern.analysis.stats.Clusters;
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

    /** Of the data. */
    double value() {
        return of(values);
    }

    /** The mean when the values are dealt anew to whole groups. */
    double chance(int[] groups, long seed) {
        Clusters clusters = Clusters.of(values, groups);
        SplittableRandom[] random = Bootstrap.streams(seed, LabelPermutation.REPLICATES);
        return Arrays.stream(random)
                .mapToDouble(stream -> of(LabelPermutation.ofRows(clusters, stream)))
                .average()
                .orElseThrow();
    }

    private double of(int[] dealt) {
        int ofClass = Arrays.stream(classes).max().orElseThrow() + 1;
        int ofValue = Arrays.stream(values).max().orElseThrow() + 1;
        double[][] pairs = new double[ofClass][ofValue];
        for (int row = 0; row < dealt.length; row++) {
            pairs[classes[row]][dealt[row]]++;
        }
        double[] valueShares = new double[ofValue];
        double[] classShares = new double[ofClass];
        for (int label = 0; label < ofClass; label++) {
            for (int value = 0; value < ofValue; value++) {
                pairs[label][value] /= dealt.length;
                classShares[label] += pairs[label][value];
                valueShares[value] += pairs[label][value];
            }
        }
        double joint =
                Arrays.stream(pairs).mapToDouble(AttributeUtility::entropy).sum();
        double entropy = entropy(classShares);
        return (entropy + entropy(valueShares) - joint) / entropy;
    }

    private static double entropy(double[] shares) {
        return Arrays.stream(shares)
                .filter(share -> share > 0)
                .map(share -> -share * Math.log(share))
                .sum();
    }
}
