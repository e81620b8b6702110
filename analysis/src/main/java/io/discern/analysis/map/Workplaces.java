package io.discern.analysis.map;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/** Memory to transform a {@linkplain Bands band} in, two fields of columns for every processor, kept from one time to the next. */
final class Workplaces {
    private final Columns[][] ofWorkers;

    /** For the columns of the most bands that there are, and as many rows. */
    Workplaces(int rows, Bands bands) {
        ofWorkers = IntStream.range(
                        0, Math.min(bands.count(), Runtime.getRuntime().availableProcessors()))
                .mapToObj(worker -> new Columns[] {Columns.of(rows, bands.width()), Columns.of(rows, bands.width())})
                .toArray(Columns[][]::new);
    }

    /** Does a job for each band, in any order, on all processors; what a workplace holds before is anything. */
    void each(Bands bands, ObjIntConsumer<Columns[]> job) {
        AtomicInteger next = new AtomicInteger();
        IntStream.range(0, Math.min(ofWorkers.length, bands.count())).parallel().forEach(worker -> {
            for (int band = next.getAndIncrement(); band < bands.count(); band = next.getAndIncrement()) {
                job.accept(ofWorkers[worker], band);
            }
        });
    }
}
