package io.discern.internal.tower;

import io.discern.EncoderException;
import io.discern.internal.weights.StoredTensor;
import io.discern.internal.weights.Weights;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an image tower adds to its tokens for pictures of one size, as float32: computed once, when an encoder opens, by the
 * rules of the library that the model comes from.
 *
 * @param rows of the grid of patches
 * @param columns of that grid
 * @param prefix {@code [prefix, dim]}: class token and registers, their positions added; empty if there are none
 * @param patches {@code [rows * columns, dim]}: the patches' positions, row by row; empty if the tower has no absolute ones
 * @param cosines {@code [rows * columns, head width]} of the rotary angles, each angle as often as components turn by it;
 *     empty if the tower has none
 * @param sines of the same angles
 */
public record TokenTables(int rows, int columns, float[] prefix, float[] patches, float[] cosines, float[] sines) {
    /**
     * Computes them.
     *
     * @param height of the pictures in pixels
     * @param width of the pictures in pixels
     * @throws EncoderException if the tower cannot take pictures of that size, or a weight cannot be read
     */
    public static TokenTables of(ImageTower tower, Weights weights, int height, int width) {
        int rows = height / tower.patchHeight();
        int columns = width / tower.patchWidth();
        if (rows == 0 || columns == 0) {
            throw new EncoderException(tower.family() + ": pictures of " + height + " x " + width
                    + " pixels; expected at least one patch of " + tower.patchHeight() + " x " + tower.patchWidth());
        }
        int dim = tower.dim();
        float[] prefix = new float[tower.prefix() * dim];
        int at = copy(tower.classToken(), weights, prefix, 0);
        copy(tower.registers(), weights, prefix, at);
        float[] patches = {};
        if (tower.positions().isPresent()) {
            Positions positions = tower.positions().get();
            float[] table = read(positions.table(), weights);
            for (int i = 0; i < positions.prefix() * dim; i++) {
                prefix[i] += table[i];
            }
            float[] grid = Arrays.copyOfRange(table, positions.prefix() * dim, table.length);
            patches = fitted(tower, positions, grid, rows, columns);
        }
        Optional<RotaryTables> rotary = tower.rotary()
                .map(turns -> RotaryTables.of(
                        turns, rows, columns, tower.blocks().get(0).attention().headWidth()));
        return new TokenTables(
                rows,
                columns,
                prefix,
                patches,
                rotary.map(RotaryTables::cosines).orElse(new float[0]),
                rotary.map(RotaryTables::sines).orElse(new float[0]));
    }

    private static float[] fitted(ImageTower tower, Positions positions, float[] grid, int rows, int columns) {
        if (rows == positions.rows() && columns == positions.columns()) {
            return grid;
        }
        if (positions.resampling() == Positions.Resampling.NONE) {
            throw new EncoderException(tower.family() + ": pictures of " + rows + " x " + columns
                    + " patches; expected " + positions.rows() + " x " + positions.columns() + " (" + tower.height()
                    + " x " + tower.width()
                    + " pixels), which its table of positions was trained for and its library asks for. Correct the size "
                    + "in the preprocessing.");
        }
        boolean antialiased = positions.resampling() == Positions.Resampling.BICUBIC_ANTIALIASED;
        GridResampler down = new GridResampler(positions.rows(), rows, antialiased);
        GridResampler across = new GridResampler(positions.columns(), columns, antialiased);
        // Along the rows first, as PyTorch does; a row of the grid is columns * dim values.
        float[] tall = down.apply(grid, 1, positions.columns() * tower.dim());
        return across.apply(tall, rows, tower.dim());
    }

    private static int copy(Optional<Weight> tokens, Weights weights, float[] prefix, int at) {
        if (tokens.isEmpty()) {
            return at;
        }
        float[] values = read(tokens.get(), weights);
        System.arraycopy(values, 0, prefix, at, values.length);
        return at + values.length;
    }

    private static float[] read(Weight weight, Weights weights) {
        StoredTensor tensor = weights.tensors().get(weight.tensor());
        try {
            float[] values = tensor.read();
            return Arrays.copyOfRange(values, (int) weight.start(), (int) (weight.start() + weight.elements()));
        } catch (IOException e) {
            throw new EncoderException(tensor.file() + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
