package io.discern.analysis.map;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/** Memory to transform a {@linkplain Bands band} in, two fields of columns for every processor, kept from one time to the next. */
final class Workplaces {
    private final Columns[][] ofWorkers;

    Workplaces(int rows, int width) {
        ofWorkers = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(worker -> new Columns[] {Columns.of(rows, width), Columns.of(rows, width)})
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
