package io.discern.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * One row of {@link PeerTable}.
 *
 * @param name what selects it
 * @param shape what it is about
 * @param goal the ratio aimed at; 0 without one
 * @param turns how often it is measured
 * @param peers the jobs of {@code peers.py} that it is compared with
 * @param setup makes its data, and writes them for the peers
 */
record PeerRow(String name, String shape, double goal, Turns turns, List<String> peers, Setup setup) {

    /**
     * How often a row is measured.
     *
     * @param counted how many turns are
     * @param before how often Discern's loops run before, so that they are compiled; where they do, every side has one turn that does not
     *     count
     */
    record Turns(int counted, int before) {
        /** One turn of a job that takes minutes. */
        static final Turns ONCE = new Turns(1, 0);
    }

    /** Makes the data of a row. */
    interface Setup {
        Subject prepare(Path folder) throws IOException;
    }

    /** A job, which gives its value when asked, outside the time. */
    interface Job {
        DoubleSupplier run();
    }

    /** What is measured, and what to close after it. */
    record Subject(Job job, List<AutoCloseable> owned) implements AutoCloseable {

        /** A job that ends with its value. */
        static Subject of(DoubleSupplier job, AutoCloseable... owned) {
            return new Subject(
                    () -> {
                        double found = job.getAsDouble();
                        return () -> found;
                    },
                    List.of(owned));
        }

        DoubleSupplier run() {
            return job.run();
        }

        @Override
        public void close() {
            for (AutoCloseable resource : owned) {
                try {
                    resource.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    Subject prepare(Path folder) throws IOException {
        return setup.prepare(folder);
    }

    /** All rows: short ones first. */
    static List<PeerRow> all() {
        return Stream.of(ScatterPeers.rows(), PicturePeers.rows(), SearchPeers.rows(), PairPeers.rows())
                .flatMap(List::stream)
                .toList();
    }
}
