package io.discern.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Pairs of images that look alike though their pixels differ, by {@link PerceptualHash}.
 *
 * @param pairs the nearest of them, nearest first, then in order; not more than can be listed
 * @param all how many there are
 */
record NearCopies(List<NearCopies.Pair> pairs, long all) {
    /** Above this many images all pairs are too many to compare. */
    static final int MOST_IMAGES = 200_000;

    private static final int MOST_PAIRS = 100_000;

    private static final Comparator<Pair> NEAREST_FIRST = Comparator.comparingInt(Pair::distance)
            .thenComparingInt(Pair::first)
            .thenComparingInt(Pair::second);

    /**
     * Two images that look alike.
     *
     * @param first the place of one
     * @param second the place of the other, behind it
     * @param distance differing bits
     */
    record Pair(int first, int second, int distance) {}

    /** The nearest of any number of pairs, in room for some. */
    private static final class Nearest {
        private final int most;
        private final PriorityQueue<Pair> kept = new PriorityQueue<>(NEAREST_FIRST.reversed());
        private long all;

        Nearest(int most) {
            this.most = most;
        }

        void add(Pair pair) {
            all++;
            kept.add(pair);
            if (kept.size() > most) {
                kept.poll();
            }
        }

        void addAll(Nearest other) {
            long both = all + other.all;
            other.kept.forEach(this::add);
            all = both;
        }
    }

    static NearCopies among(List<PixelFacts> facts) {
        return among(facts, MOST_PAIRS);
    }

    static NearCopies among(List<PixelFacts> facts, int most) {
        if (facts.size() > MOST_IMAGES) {
            return new NearCopies(List.of(), 0);
        }
        long[][] hashes = facts.stream().map(PixelFacts::hash).toArray(long[][]::new);
        Nearest nearest = IntStream.range(0, hashes.length)
                .parallel()
                .boxed()
                .flatMap(first -> of(first, hashes, facts))
                .collect(() -> new Nearest(most), Nearest::add, Nearest::addAll);
        return new NearCopies(nearest.kept.stream().sorted(NEAREST_FIRST).toList(), nearest.all);
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
