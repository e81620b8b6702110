package io.discern.spark;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * Blocks on the driver: whoever wants one gets its whole partition fetched, and those that were wanted last are kept, up to a quarter of the heap. Safe for
 * concurrent use.
 */
final class KeptBlocks {
    private final JavaPairRDD<Integer, float[]> blocks;
    private final BlockLayout layout;
    private final long most;
    /** The partition wanted last comes last. */
    private final Map<Integer, float[][]> partitions = new LinkedHashMap<>(16, 0.75f, true);

    private long fetchedBytes;

    KeptBlocks(JavaPairRDD<Integer, float[]> blocks, BlockLayout layout) {
        this.blocks = blocks;
        this.layout = layout;
        this.most = Math.max(2, Runtime.getRuntime().maxMemory() / 4 / partitionBytes());
    }

    private long partitionBytes() {
        return (long) layout.blocksOfPartition() * layout.ofBlock() * layout.dim() * Float.BYTES;
    }

    /** The rows of a block, row-major; aliased. */
    float[] of(int block) {
        int partition = layout.getPartition(block);
        return partition(partition)[block - partition * layout.blocksOfPartition()];
    }

    private synchronized float[][] partition(int partition) {
        float[][] found = partitions.get(partition);
        if (found == null) {
            found = new float[layout.blocksOfPartition()][];
            @SuppressWarnings("unchecked")
            List<Tuple2<Integer, float[]>>[] fetched = blocks.collectPartitions(new int[] {partition});
            for (Tuple2<Integer, float[]> block : fetched[0]) {
                found[block._1() - partition * layout.blocksOfPartition()] = block._2();
                fetchedBytes += (long) block._2().length * Float.BYTES;
            }
            partitions.put(partition, found);
            Iterator<Integer> oldest = partitions.keySet().iterator();
            while (partitions.size() > most) {
                oldest.next();
                oldest.remove();
            }
        }
        return found;
    }

    /** How much has passed to the driver so far. */
    synchronized long fetchedBytes() {
        return fetchedBytes;
    }
}
