package io.discern.spark;

import org.apache.spark.Partitioner;

/** Which partition holds which blocks of consecutive rows: so many after each other in each. */
final class BlockLayout extends Partitioner {
    private final int rows;
    private final int dim;
    private final int ofBlock;
    private final int blocksOfPartition;

    private BlockLayout(int rows, int dim, int ofBlock, int blocksOfPartition) {
        this.rows = rows;
        this.dim = dim;
        this.ofBlock = ofBlock;
        this.blocksOfPartition = blocksOfPartition;
    }

    /**
     * So many blocks in a partition that there are enough partitions, and none is too large.
     *
     * @param enough how many partitions there should be
     * @param partitionBytes how large one may be
     */
    static BlockLayout of(int rows, int dim, int ofBlock, int enough, long partitionBytes) {
        long blockBytes = (long) ofBlock * dim * Float.BYTES;
        long even = (rows + (long) ofBlock * enough - 1) / ofBlock / enough;
        return new BlockLayout(rows, dim, ofBlock, (int) Math.max(1, Math.min(even, partitionBytes / blockBytes)));
    }

    int rows() {
        return rows;
    }

    int dim() {
        return dim;
    }

    int ofBlock() {
        return ofBlock;
    }

    int blocks() {
        return (rows + ofBlock - 1) / ofBlock;
    }

    int blocksOfPartition() {
        return blocksOfPartition;
    }

    @Override
    public int numPartitions() {
        return (blocks() + blocksOfPartition - 1) / blocksOfPartition;
    }

    @Override
    public int getPartition(Object block) {
        return (Integer) block / blocksOfPartition;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockLayout that
                && rows == that.rows
                && ofBlock == that.ofBlock
                && blocksOfPartition == that.blocksOfPartition;
    }

    @Override
    public int hashCode() {
        return 31 * rows + blocksOfPartition;
    }
}
