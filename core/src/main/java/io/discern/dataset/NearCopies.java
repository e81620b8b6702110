package io.discern.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pairs of images that look alike though their pixels differ, by {@link PerceptualHash}. */
final class NearCopies {
    /** Above this many images all pairs are too many to compare. */
    static final int MOST_IMAGES = 200_000;

    private static final int MOST_PAIRS = 100_000;

    /**
     * Two images that look alike.
     *
     * @param first the place of one
     * @param second the place of the other, behind it
     * @param distance differing bits
     */
    record Pair(int first, int second, int distance) {}

    private NearCopies() {}

    /** All pairs, nearest first, then in order. */
    static List<Pair> among(List<PixelFacts> facts) {
        if (facts.size() > MOST_IMAGES) {
            return List.of();
        }
        long[][] hashes = facts.stream().map(PixelFacts::hash).toArray(long[][]::new);
        return IntStream.range(0, hashes.length)
                .parallel()
                .boxed()
                .flatMap(first -> of(first, hashes, facts))
                .limit(MOST_PAIRS)
                .sorted(Comparator.comparingInt(Pair::distance)
                        .thenComparingInt(Pair::first)
                        .thenComparingInt(Pair::second))
                .toList();
    }

    private static Stream<Pair> of(int first, long[][] hashes, List<PixelFacts> facts) {
        long[] hash = hashes[first];
        if (hash == null) {
            return Stream.empty();
        }
        return IntStream.range(first + 1, hashes.length)
                .filter(second -> hashes[second] != null
                        // Most pairs differ too much in the first quarter already.
                        && Long.bitCount(hash[0] ^ hashes[second][0]) <= PerceptualHash.NEAR
                        && PerceptualHash.distance(hash, hashes[second]) <= PerceptualHash.NEAR
                        && !facts.get(first).key().equals(facts.get(second).key()))
                .mapToObj(second -> new Pair(first, second, PerceptualHash.distance(hash, hashes[second])));
    }
}
