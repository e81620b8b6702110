package io.discern.internal.tower;

/**
 * Rotary positions of a picture's patches: in each head, pairs of components of query and key are turned by angles that grow
 * with the patch's row (the first half of the angles) and column (the second half). Tokens in front of the patches are not
 * turned.
 *
 * @param kind how the angles come from the place
 * @param base the temperature: what the slowest angles are slower by
 * @param offset added to a place, {@link Kind#EVA} only
 * @param referenceRows the grid that places are counted in, {@link Kind#EVA} only; 0 where it is the picture's own
 * @param referenceColumns of that grid
 * @param columnsFirst whether the first half of the angles is the column's
 * @param interleaved whether a pair is two neighbours; else it is a component and the one half a head further on
 */
public record Rotary(
        Kind kind,
        double base,
        double offset,
        int referenceRows,
        int referenceColumns,
        boolean columnsFirst,
        boolean interleaved) {

    /** How angles come from places. */
    public enum Kind {
        /** DINOv3: places of the patches' centres from -1 to 1; {@code 2 pi place / base^(4i/d)}. */
        DINO,
        /** EVA02, PE: whole places; {@code place / base^(4i/d)}. */
        EVA
    }
}
