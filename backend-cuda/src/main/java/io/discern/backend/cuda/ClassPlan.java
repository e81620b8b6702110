package io.discern.backend.cuda;

import io.discern.similarity.ClassRows;
import java.nio.IntBuffer;

/**
 * Which of some rows make which slabs ({@code discern_class_rows}): those of one class in one of the pieces that {@link ClassRows}
 * sums apart. A piece that began before these rows goes on in a slab of every class, even an empty one, so that what was carried
 * is added where the piece ends.
 */
final class ClassPlan {
    private static final int CONTINUES = 1;
    private static final int ENDS = 2;

    private final ClassRows rows;
    private final int first;
    private final int count;
    private final int firstClass;
    private final int classes;
    private final int firstPiece;
    private final int pieces;
    private final int[] inSlab;
    private final int slabs;

    private ClassPlan(ClassRows rows, int first, int count, int firstClass, int classes, int firstPiece, int pieces) {
        this.rows = rows;
        this.first = first;
        this.count = count;
        this.firstClass = firstClass;
        this.classes = classes;
        this.firstPiece = firstPiece;
        this.pieces = pieces;
        this.inSlab = new int[classes * pieces];
        for (int piece = 0, place = first; place < first + count; place++) {
            while (place >= rows.start(firstPiece + piece + 1)) {
                piece++;
            }
            int own = ofClass(place);
            if (own >= 0) {
                inSlab[own * pieces + piece]++;
            }
        }
        int all = 0;
        for (int slab = 0; slab < inSlab.length; slab++) {
            all += isSlab(slab) ? 1 : 0;
        }
        this.slabs = all;
    }

    /**
     * The plan of rows from a place in the order on.
     *
     * @param most how many rows at most; fewer where the pieces are small
     * @param mostPieces how many pieces at most
     */
    static ClassPlan of(ClassRows rows, int first, int most, int mostPieces, int firstClass, int classes) {
        // the last that begins at or before the first row, so that empty pieces are passed over
        int firstPiece = (int) (((long) first + 1) * rows.pieces() - 1) / rows.order().length;
        while (rows.start(firstPiece) > first) {
            firstPiece--;
        }
        while (firstPiece + 1 < rows.pieces() && rows.start(firstPiece + 1) <= first) {
            firstPiece++;
        }
        int last = Math.min(first + most, rows.order().length);
        int pieces = 1;
        while (pieces < mostPieces && firstPiece + pieces < rows.pieces() && rows.start(firstPiece + pieces) < last) {
            pieces++;
        }
        int end = Math.min(last, rows.start(firstPiece + pieces));
        return new ClassPlan(rows, first, end - first, firstClass, classes, firstPiece, pieces);
    }

    /** At most so many slabs has a plan. */
    static long mostSlabs(int mostPieces, int classes) {
        return (long) mostPieces * classes;
    }

    /** At most so many words has a plan. */
    static long mostWords(int most, int mostPieces, int classes) {
        return classes + 2 + 2 * mostSlabs(mostPieces, classes) + most;
    }

    /** The class of a place, counted from the first of the plan; negative for others. */
    private int ofClass(int place) {
        int own = rows.labels()[rows.order()[place]] - firstClass;
        return own < classes ? own : -1;
    }

    private boolean continues(int piece) {
        return piece == 0 && rows.start(firstPiece) < first;
    }

    private boolean isSlab(int slab) {
        return inSlab[slab] > 0 || continues(slab % pieces);
    }

    /** How many rows it is for. */
    int count() {
        return count;
    }

    /** How many slabs there are. */
    int slabs() {
        return slabs;
    }

    /**
     * Writes it.
     *
     * @param numbers whether rows are known by their numbers, else by their places among these rows
     */
    void write(IntBuffer words, boolean numbers) {
        int[] starts = new int[slabs + 1];
        int[] flags = new int[slabs];
        int[] next = new int[inSlab.length];
        int written = 0;
        for (int slab = 0; slab < inSlab.length; slab++) {
            if (slab % pieces == 0) {
                words.put(written);
            }
            if (isSlab(slab)) {
                boolean ends = rows.start(firstPiece + slab % pieces + 1) <= first + count;
                flags[written] = (continues(slab % pieces) ? CONTINUES : 0) | (ends ? ENDS : 0);
                next[slab] = starts[written];
                starts[written + 1] = starts[written] + inSlab[slab];
                written++;
            }
        }
        words.put(written).put(starts).put(flags);
        int order = words.position();
        for (int piece = 0, i = 0; i < count; i++) {
            while (first + i >= rows.start(firstPiece + piece + 1)) {
                piece++;
            }
            int own = ofClass(first + i);
            if (own >= 0) {
                words.put(order + next[own * pieces + piece]++, numbers ? rows.order()[first + i] : i);
            }
        }
        words.position(order + starts[slabs]);
    }
}
