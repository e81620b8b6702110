package io.discern.preprocess;

/** How an image is brought to the size that a model expects, before any crop. */
public sealed interface Resize {

    /** A resize whose result has the same size for every image. */
    sealed interface ToSize extends Resize {

        /** The width of the result, in pixels. */
        int width();

        /** The height of the result, in pixels. */
        int height();
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
    record Squash(int width, int height) implements ToSize {
        /** Checks. */
        public Squash {
            requirePositive("width", width);
            requirePositive("height", height);
        }
    }

    /**
     * The image is resized to the smallest size that covers a rectangle, each edge rounded (halves to even): timm's and
     * open_clip's resize of the shorter edge where the model's input is no square.
     *
     * @param width to be covered, in pixels
     * @param height to be covered, in pixels
     */
    record Cover(int width, int height) implements Resize {
        /** Checks. */
        public Cover {
            requirePositive("width", width);
            requirePositive("height", height);
        }
    }

    /**
     * The image is centred on a square of its longer edge, then resized.
     *
     * @param size of the result's edge, in pixels
     * @param fill of the added border, 0..255 in every channel
     * @param canvas the least edge of the square before the resize, in pixels; 0 where the longer edge alone decides
     */
    record PadToSquare(int size, int fill, int canvas) implements ToSize {
        /** Checks. */
        public PadToSquare {
            requirePositive("size", size);
            requireByte(fill);
            if (canvas < 0) {
                throw new IllegalArgumentException("resize canvas " + canvas + "; expected at least 0");
            }
        }

        /** On a square of the longer edge, however short that is. */
        public PadToSquare(int size, int fill) {
            this(size, fill, 0);
        }

        @Override
        public int width() {
            return size;
        }

        @Override
        public int height() {
            return size;
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
    record Fit(int width, int height, int fill) implements ToSize {
        /** Checks. */
        public Fit {
            requirePositive("width", width);
            requirePositive("height", height);
            requireByte(fill);
        }
    }

    /**
     * The image is resized to the largest size that fits into a square, each edge truncated, and put into its upper left corner; a
     * border fills the right and the bottom: FLAIR and KeepFIT.
     *
     * @param size of the result's edge, in pixels
     * @param fill of the added border, 0..255 in every channel
     */
    record FitCorner(int size, int fill) implements ToSize {
        /** Checks. */
        public FitCorner {
            requirePositive("size", size);
            requireByte(fill);
        }

        @Override
        public int width() {
            return size;
        }

        @Override
        public int height() {
            return size;
        }
    }

    /** The image keeps its size; only for models that take images of one known size. */
    record None() implements Resize {}

    /** What lies around the resized image, where it does not fill the tensor: 0..255 in every channel. */
    default int border() {
        if (this instanceof Fit fit) {
            return fit.fill();
        }
        return this instanceof FitCorner corner ? corner.fill() : 0;
    }

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
