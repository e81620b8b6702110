package io.discern.spark;

import io.discern.similarity.ClassSums;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Sums by class in the order that {@link ClassSums} fixes, on the executors: every block is cut into runs of rows that follow each other in that order, and into
 * slices of columns; whoever sums a piece's slice gets its runs sorted. So {@code pieces x slices} tasks work side by side, a large class is no more to
 * one of them than a small one, and the sums do not depend on how rows are spread.
 */
final class OrderedSums implements Serializable {
    private static final int SLICE = 64;

    private final double scale;
    private final int[] order;
    private final double[] lengths;
    private final int[] labels;
    private final double[] origins;
    private final int dim;
    private final int ofBlock;
    private final int[] placeOfRow;
    /** Where the pieces begin; behind them the end. */
    private final int[] starts;

    /** As {@link SparkRows#classSums} has them. */
    OrderedSums(
            double scale,
            int[] order,
            double[] lengths,
            int[] labels,
            double[] origins,
            int pieces,
            BlockLayout layout) {
        this.scale = scale;
        this.order = order;
        this.lengths = lengths;
        this.labels = labels;
        this.origins = origins;
        this.dim = layout.dim();
        this.ofBlock = layout.ofBlock();
        this.placeOfRow = new int[layout.rows()];
        Arrays.fill(placeOfRow, -1);
        for (int place = 0; place < order.length; place++) {
            placeOfRow[order[place]] = place;
        }
        this.starts = new int[pieces + 1];
        Arrays.setAll(starts, piece -> (int) ((long) piece * order.length / pieces));
    }

    /**
     * Rows that follow each other.
     *
     * @param part the piece times the number of slices, plus the slice
     * @param first the place of the first of them
     */
    private record Run(int part, int first) implements Comparable<Run>, Serializable {
        private static final Comparator<Run> ORDER =
                Comparator.comparingInt(Run::part).thenComparingInt(Run::first);

        @Override
        public int compareTo(Run other) {
            return ORDER.compare(this, other);
        }
    }

    /** The sums, then the squares, of a class in a slice of a piece. */
    private record Slice(int part, int label, double[] sums) implements Serializable {}

    /** Parts go round. */
    private static final class ByPart extends Partitioner {
        private final int partitions;

        ByPart(int partitions) {
            this.partitions = partitions;
        }

        @Override
        public int numPartitions() {
            return partitions;
        }

        @Override
        public int getPartition(Object run) {
            return ((Run) run).part() % partitions;
        }
    }

    private int slices() {
        return (dim + SLICE - 1) / SLICE;
    }

    private int width(int slice) {
        return Math.min(SLICE, dim - slice * SLICE);
    }

    ClassSums of(JavaPairRDD<Integer, float[]> blocks, JavaSparkContext context) {
        Broadcast<OrderedSums> sent = context.broadcast(this);
        try {
            int tasks = Math.min((starts.length - 1) * slices(), 4 * context.defaultParallelism());
            List<Slice> parts =
                    new ArrayList<>(blocks.flatMapToPair(block -> sent.value().runs(block._1(), block._2()))
                            .repartitionAndSortWithinPartitions(new ByPart(tasks))
                            .mapPartitions(runs -> sent.value().sums(runs))
                            .collect());
            return total(parts);
        } finally {
            sent.destroy();
        }
    }

    private ClassSums total(List<Slice> parts) {
        parts.sort(Comparator.comparingInt(Slice::part));
        ClassSums total = new ClassSums(new double[origins.length], new double[origins.length]);
        for (Slice part : parts) {
            int slice = part.part() % slices();
            int width = width(slice);
            for (int j = 0; j < width; j++) {
                int into = part.label() * dim + slice * SLICE + j;
                total.sums()[into] += part.sums()[j];
                total.squares()[into] += part.sums()[width + j];
            }
        }
        return total;
    }

    private Iterator<Tuple2<Run, float[]>> runs(int block, float[] values) {
        int rows = values.length / dim;
        int[] places = new int[rows];
        int used = 0;
        for (int row = 0; row < rows; row++) {
            int place = placeOfRow[block * ofBlock + row];
            if (place >= 0) {
                places[used++] = place;
            }
        }
        Arrays.sort(places, 0, used);
        List<Tuple2<Run, float[]>> runs = new ArrayList<>();
        for (int from = 0; from < used; ) {
            int piece = piece(places[from]);
            int to = from + 1;
            while (to < used && places[to] == places[to - 1] + 1 && places[to] < starts[piece + 1]) {
                to++;
            }
            for (int slice = 0; slice < slices(); slice++) {
                int width = width(slice);
                float[] cut = new float[(to - from) * width];
                for (int i = from; i < to; i++) {
                    int row = order[places[i]] - block * ofBlock;
                    System.arraycopy(values, row * dim + slice * SLICE, cut, (i - from) * width, width);
                }
                runs.add(new Tuple2<>(new Run(piece * slices() + slice, places[from]), cut));
            }
            from = to;
        }
        return runs.iterator();
    }

    private int piece(int place) {
        int piece = 0;
        while (starts[piece + 1] <= place) {
            piece++;
        }
        return piece;
    }

    private Iterator<Slice> sums(Iterator<Tuple2<Run, float[]>> runs) {
        List<Slice> done = new ArrayList<>();
        Map<Integer, double[]> ofClasses = new TreeMap<>();
        int part = -1;
        while (runs.hasNext()) {
            Tuple2<Run, float[]> run = runs.next();
            if (run._1().part() != part) {
                finish(part, ofClasses, done);
                part = run._1().part();
            }
            add(run._1(), run._2(), ofClasses);
        }
        finish(part, ofClasses, done);
        return done.iterator();
    }

    private static void finish(int part, Map<Integer, double[]> ofClasses, List<Slice> done) {
        ofClasses.forEach((label, sums) -> done.add(new Slice(part, label, sums)));
        ofClasses.clear();
    }

    private void add(Run run, float[] values, Map<Integer, double[]> ofClasses) {
        int slice = run.part() % slices();
        int width = width(slice);
        for (int i = 0; i < values.length / width; i++) {
            int row = order[run.first() + i];
            int label = labels[row];
            double length = lengths.length == 0 ? 1 : lengths[row];
            int from = label * dim + slice * SLICE;
            double[] sums = ofClasses.computeIfAbsent(label, unseen -> new double[2 * width]);
            for (int j = 0; j < width; j++) {
                double deviation = values[i * width + j] * scale / length - origins[from + j];
                sums[j] += deviation;
                sums[width + j] += deviation * deviation;
            }
        }
    }
}
