package io.discern.preprocess;

import java.util.OptionalInt;

/** How an image is brought to the size that a model expects, before any crop. */
public sealed interface Resize {

    /** The width of the result in pixels, where it is the same for every image. */
    default OptionalInt fixedWidth() {
        return OptionalInt.empty();
    }

    /** The height of the result in pixels, where it is the same for every image. */
    default OptionalInt fixedHeight() {
        return OptionalInt.empty();
    }

    /**
     * The shorter edge becomes {@code edge}; the longer one follows, truncated as torchvision and Hugging Face do:
     * {@code (int) (edge * longer / shorter)}.
     *
     * @param edge in pixels
     */
    record ShortestEdge(int edge) implements Resize {
        /** Checks. */
        public ShortestEdge {
            requirePositive("shortest edge", edge);
        }
    }

    /**
     * Both edges become what they must be; the aspect ratio is lost.
     *
     * @param width in pixels
     * @param height in pixels
     */
    record Squash(int width, int height) implements Resize {
        /** Checks. */
        public Squash {
            requirePositive("width", width);
            requirePositive("height", height);
        }

        @Override
        public OptionalInt fixedWidth() {
            return OptionalInt.of(width);
        }

        @Override
        public OptionalInt fixedHeight() {
            return OptionalInt.of(height);
        }
    }

    /**
     * The image is centred on a square of its longer edge, then resized.
     *
     * @param size of the result's edge, in pixels
     * @param fill of the added border, 0..255 in every channel
     */
    record PadToSquare(int size, int fill) implements Resize {
        /** Checks. */
        public PadToSquare {
            requirePositive("size", size);
            requireByte(fill);
        }

        @Override
        public OptionalInt fixedWidth() {
            return OptionalInt.of(size);
        }

        @Override
        public OptionalInt fixedHeight() {
            return OptionalInt.of(size);
        }
    }

    /**
     * The image is resized to the largest size that fits, each edge rounded (halves to even), and centred on a border:
     * open_clip's {@code resize_mode} "longest". {@link PadToSquare} adds the border first, which blends it into the image's edge.
     *
     * @param width of the result, in pixels
     * @param height of the result, in pixels
     * @param fill of the added border, 0..255 in every channel
     */
    record Fit(int width, int height, int fill) implements Resize {
        /** Checks. */
        public Fit {
            requirePositive("width", width);
            requirePositive("height", height);
            requireByte(fill);
        }

        @Override
        public OptionalInt fixedWidth() {
            return OptionalInt.of(width);
        }

        @Override
        public OptionalInt fixedHeight() {
            return OptionalInt.of(height);
        }
    }

    /** The image keeps its size; only for models that take images of one known size. */
    record None() implements Resize {}

    private static void requireByte(int fill) {
        if (fill < 0 || fill > 255) {
            throw new IllegalArgumentException("fill " + fill + "; expected 0..255");
        }
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("resize " + what + " " + value + "; expected at least 1");
        }
    }
}
