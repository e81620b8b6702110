package io.discern.internal.tower;

import java.util.List;
import java.util.Optional;

/**
 * A vision transformer.
 *
 * <p>Patches of the picture are projected by a convolution whose stride is its size, and read row by row; tokens (class, then
 * registers) are put in front of them; positions are added; then come the blocks.
 *
 * @param family whose model it is, for example {@code transformers dinov2}
 * @param height of the pictures it was trained for, in pixels
 * @param width of those pictures
 * @param kernel of the patches, {@code [dim, channels, height, width]}
 * @param kernelBias {@code [dim]}
 * @param patchNorm of each patch, directly after the convolution
 * @param classToken {@code [1, dim]}
 * @param registers {@code [count, dim]}
 * @param positions absolute ones
 * @param rotary ones of the blocks
 * @param norm of every token, before the first block
 * @param blocks in order
 * @param head what makes one vector of the tokens
 */
public record ImageTower(
        String family,
        int height,
        int width,
        Weight kernel,
        Optional<Weight> kernelBias,
        Optional<Norm> patchNorm,
        Optional<Weight> classToken,
        Optional<Weight> registers,
        Optional<Positions> positions,
        Optional<Rotary> rotary,
        Optional<Norm> norm,
        List<Block> blocks,
        Head head) {
    /** Copies the list. */
    public ImageTower {
        blocks = List.copyOf(blocks);
    }

    /** The length of a token. */
    public int dim() {
        return kernel.size(0);
    }

    /** The number of colour channels. */
    public int channels() {
        return kernel.size(1);
    }

    /** The height of a patch in pixels. */
    public int patchHeight() {
        return kernel.size(2);
    }

    /** The width of a patch in pixels. */
    public int patchWidth() {
        return kernel.size(3);
    }

    /** The tokens in front of the patches. */
    public int prefix() {
        return (classToken.isPresent() ? 1 : 0)
                + registers.map(tokens -> tokens.size(0)).orElse(0);
    }

    /** This tower with another head. */
    public ImageTower with(Head other) {
        return new ImageTower(
                family,
                height,
                width,
                kernel,
                kernelBias,
                patchNorm,
                classToken,
                registers,
                positions,
                rotary,
                norm,
                blocks,
                other);
    }
}
