package io.discern.backend.cuda;

/**
 * The device memory in which a tower computes, for some inputs of some tokens: a stretch that was reserved once, divided anew for
 * each run.
 */
final class Workspace {
    private static final int ALIGNMENT = 256;

    private final int inputs;
    private final int tokens;
    private final long input;
    private final long x;
    private final long y;
    private final long operand;
    private final long wide;
    private final long other;
    private final long head;
    private final long bytes;

    /**
     * What a tower needs, in columns.
     *
     * @param inputBytes of one input, as it is sent
     * @param dim of a token
     * @param wide the widest operand: query, key and value, hidden columns
     * @param other the widest one beside it: mixed heads, a gate's columns
     * @param patches the columns of a patch; 0 for texts
     * @param head the widest vector of the head
     */
    record Needs(long inputBytes, int dim, int wide, int other, int patches, int head) {}

    /** Vectors in the head: values, and operands, of one input each. */
    static final int HEAD_PARTS = 6;

    private final long headPart;

    /** Divides memory from an address on. */
    Workspace(Engine engine, Precision precision, Needs needs, int inputs, int tokens, long address) {
        this.inputs = inputs;
        this.tokens = tokens;
        long rows = engine.paddedRows(inputs * tokens);
        long at = address;
        input = at;
        at = after(at, inputs * needs.inputBytes());
        x = at;
        at = after(at, rows * engine.rowStride(needs.dim()) * Float.BYTES);
        y = at;
        at = after(at, rows * engine.rowStride(needs.dim()) * Float.BYTES);
        operand = at;
        at = after(at, rows * engine.rowStride(needs.dim()) * precision.bytes());
        wide = at;
        at = after(at, rows * engine.rowStride(Math.max(needs.wide(), needs.patches())) * precision.bytes());
        other = at;
        at = after(at, rows * engine.rowStride(needs.other()) * precision.bytes());
        head = at;
        headPart = after(0, (long) engine.paddedRows(inputs) * engine.rowStride(needs.head()) * Float.BYTES);
        bytes = head + HEAD_PARTS * headPart - address;
    }

    private static long after(long at, long bytes) {
        return at + (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** All of it. */
    long bytes() {
        return bytes;
    }

    /** Inputs of this run. */
    int inputs() {
        return inputs;
    }

    /** Tokens of an input. */
    int tokens() {
        return tokens;
    }

    /** Tokens of all inputs. */
    int rows() {
        return inputs * tokens;
    }

    /** What was sent. */
    long input() {
        return input;
    }

    /** The tokens, float32. */
    long x() {
        return x;
    }

    /** Float32 of the tokens' shape. */
    long y() {
        return y;
    }

    /** An operand of the tokens' shape. */
    long operand() {
        return operand;
    }

    /** The widest operand. */
    long wide() {
        return wide;
    }

    /** The operand beside it. */
    long other() {
        return other;
    }

    /** Memory for a vector of each input, as values or as an operand; there are {@link #HEAD_PARTS}. */
    long vector(int part) {
        return head + part * headPart;
    }
}
