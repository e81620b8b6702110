package io.discern.backend.cuda;

import io.discern.internal.tower.Activation;

/** Asks lane 0 of an engine for layers; operands are of one precision. The words are those of {@code discern_cuda.h}. */
final class LayerCalls {
    private static final int LANE = 0;

    private final Engine engine;
    private final int precision;

    LayerCalls(Engine engine, Precision precision) {
        this.engine = engine;
        this.precision = precision.ordinal();
    }

    private static long flag(boolean value) {
        return value ? 1 : 0;
    }

    private void ask(Layer layer, long... words) {
        engine.layer(LANE, layer, words);
    }

    /** Where rows of values or of an operand are, or 0. */
    private void norm(
            DeviceNorm norm, long source, boolean isValues, long values, long operand, int rows, boolean adds) {
        Columns columns = norm.columns();
        ask(
                Layer.NORM,
                source,
                flag(isValues),
                norm.scale(),
                norm.shift(),
                values,
                operand,
                rows,
                engine.rowStride(columns.count()),
                columns.groups(),
                columns.width(),
                columns.pitch(),
                norm.kind(),
                flag(adds),
                Double.doubleToRawLongBits(norm.epsilon()),
                precision);
    }

    /** Norms values; either target may be 0. */
    void norm(DeviceNorm norm, long source, long values, long operand, int rows) {
        norm(norm, source, true, values, operand, rows, false);
    }

    /** Adds normed values to others, and writes the sum as an operand too. */
    void addNorm(DeviceNorm norm, long source, long values, long operand, int rows) {
        norm(norm, source, true, values, operand, rows, true);
    }

    /** Norms an operand in place. */
    void normOperand(DeviceNorm norm, long operand, int rows) {
        norm(norm, operand, false, 0, operand, rows, false);
    }

    private void product(
            DeviceLinear linear,
            long x,
            Activation activation,
            long factor,
            long times,
            long values,
            long operand,
            int rows,
            boolean adds) {
        ask(
                Layer.PRODUCT,
                x,
                linear.weight(),
                linear.bias(),
                factor,
                times,
                values,
                operand,
                rows,
                linear.in().count(),
                linear.out().count(),
                activation == null ? 0 : activation.ordinal() + 1,
                flag(adds),
                precision);
    }

    /** A layer's result as an operand. {@code times} is 0, or an operand that it is multiplied by; {@code activation} may be null. */
    void toOperand(DeviceLinear linear, long x, Activation activation, long times, long operand, int rows) {
        product(linear, x, activation, 0, times, 0, operand, rows, false);
    }

    /** A layer's result as values; {@code activation} may be null. */
    void toValues(DeviceLinear linear, long x, Activation activation, long values, int rows) {
        product(linear, x, activation, 0, 0, values, 0, rows, false);
    }

    /** A layer's result, times a factor for each column where that is not 0, added to values. */
    void addTo(long values, DeviceLinear linear, long x, long factor, int rows) {
        product(linear, x, null, factor, 0, values, 0, rows, true);
    }

    /**
     * What turns the heads of a picture's tokens.
     *
     * @param prefix tokens that do not turn
     * @param cosines 0 where nothing turns
     * @param sines of the same angles
     * @param interleaved whether pairs are neighbours
     */
    record Turn(int prefix, long cosines, long sines, boolean interleaved) {
        static final Turn NONE = new Turn(0, 0, 0, false);
    }

    /** Norms and turns heads in place, if there is anything to do. */
    void heads(
            DeviceNorm norm, Turn turn, long operand, int allColumns, int column, Columns heads, int rows, int tokens) {
        if (norm.kind() == DeviceNorm.NONE && turn.cosines() == 0) {
            return;
        }
        ask(
                Layer.HEADS,
                operand,
                engine.rowStride(allColumns),
                column,
                heads.groups(),
                heads.width(),
                rows,
                tokens,
                turn.prefix(),
                norm.scale(),
                norm.shift(),
                norm.kind(),
                Double.doubleToRawLongBits(norm.epsilon()),
                turn.cosines(),
                turn.sines(),
                flag(turn.interleaved()),
                precision);
    }

    /**
     * The queries of an attention.
     *
     * @param operand where they are
     * @param columns of that operand
     * @param count of an input
     * @param step rows from an input's to the next one's; 0 where they share them
     */
    record Queries(long operand, int columns, int count, int step) {}

    /**
     * The keys and values of an attention.
     *
     * @param operand where both are
     * @param columns of that operand
     * @param column where keys start
     * @param tokens of an input
     * @param skip how many of these are not looked at
     * @param mask where the mask is, or 0
     * @param causal whether a token sees only those before it
     */
    record Keys(long operand, int columns, int column, int tokens, int skip, long mask, boolean causal) {}

    void attention(Queries queries, Keys keys, Columns heads, double scale, int inputs, long result) {
        ask(
                Layer.ATTENTION,
                queries.operand(),
                engine.rowStride(queries.columns()),
                queries.count(),
                queries.step(),
                keys.operand(),
                engine.rowStride(keys.columns()),
                keys.column(),
                keys.column() + heads.count(),
                keys.tokens(),
                keys.tokens(),
                keys.skip(),
                keys.mask(),
                flag(keys.causal()),
                inputs,
                heads.groups(),
                heads.width(),
                Double.doubleToRawLongBits(scale),
                result,
                engine.rowStride(heads.count()),
                precision);
    }

    /** Cuts pictures into patches. */
    void patches(
            long pixels,
            boolean half,
            int inputs,
            int channels,
            int height,
            int width,
            int patchHeight,
            int patchWidth,
            long operand) {
        ask(
                Layer.PATCHES,
                pixels,
                flag(half),
                inputs,
                channels,
                height,
                width,
                patchHeight,
                patchWidth,
                operand,
                precision);
    }

    /** Lines tokens up: {@code positions} may be 0. */
    void tokens(
            long patches, long positions, long prefix, int inputs, int count, int prefixCount, int dim, long values) {
        ask(Layer.TOKENS, patches, positions, prefix, inputs, count, prefixCount, dim, values);
    }

    /** Looks tokens up: {@code shift} may be 0. */
    void words(
            long ids,
            long places,
            WeightLoader.Table table,
            WeightLoader.Table positions,
            long shift,
            int rows,
            int dim,
            long values) {
        ask(
                Layer.WORDS,
                ids,
                places,
                table.address(),
                positions.address(),
                table.type().ordinal(),
                positions.type().ordinal(),
                shift,
                rows,
                dim,
                values);
    }

    /** Takes one token of each input. */
    void pick(long source, long places, int inputs, int tokens, int dim, long values, int columns) {
        ask(Layer.POOL, source, places, 0, inputs, tokens, 0, dim, values, engine.rowStride(columns), 0);
    }

    /** The mean of an input's tokens; {@code mask} may be 0. */
    void mean(long source, long mask, int inputs, int tokens, int skip, int dim, long values, int columns, int column) {
        ask(Layer.POOL, source, 0, mask, inputs, tokens, skip, dim, values, engine.rowStride(columns), column);
    }
}
