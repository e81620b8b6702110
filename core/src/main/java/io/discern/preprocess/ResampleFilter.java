package io.discern.preprocess;

/**
 * The filters of Pillow's {@code Image.resize}, by its names; all but {@link #NEAREST} widen when shrinking (anti-alias). And one
 * of TensorFlow's, which does not.
 */
public enum ResampleFilter {
    /** The pixel under the centre. */
    NEAREST(0.0) {
        @Override
        public double weight(double x) {
            throw new IllegalStateException("NEAREST has no weights");
        }
    },
    /** The mean of the pixels covered. */
    BOX(0.5) {
        @Override
        public double weight(double x) {
            return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
        }
    },
    /** Triangle of support 1. */
    BILINEAR(1.0) {
        @Override
        public double weight(double x) {
            double distance = Math.abs(x);
            return distance < 1.0 ? 1.0 - distance : 0.0;
        }
    },
    /** Raised cosine window of support 1. */
    HAMMING(1.0) {
        @Override
        public double weight(double x) {
            double distance = Math.abs(x);
            if (distance == 0.0) {
                return 1.0;
            }
            if (distance >= 1.0) {
                return 0.0;
            }
            double angle = distance * Math.PI;
            // Pillow writes these two constants in single precision
            return Math.sin(angle) / angle * (0.54f + 0.46f * Math.cos(angle));
        }
    },
    /** Keys' cubic, a = -0.5, of support 2. */
    BICUBIC(2.0) {
        @Override
        public double weight(double x) {
            double a = -0.5;
            double distance = Math.abs(x);
            if (distance < 1.0) {
                return ((a + 2.0) * distance - (a + 3.0)) * distance * distance + 1;
            }
            return distance < 2.0 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0.0;
        }
    },
    /** Windowed sinc of support 3. */
    LANCZOS(3.0) {
        @Override
        public double weight(double x) {
            return x >= -3.0 && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0;
        }
    },
    /**
     * {@code tf.image.resize(method="bilinear", antialias=False)} in float32, cut down to whole levels: between the four nearest
     * pixels, however much the image shrinks. There are no weights.
     */
    TENSORFLOW_BILINEAR(0.0) {
        @Override
        public double weight(double x) {
            throw new IllegalArgumentException(
                    "filter tensorflow-bilinear; expected one of Pillow's. A PreprocessSpec may have it, with a squash");
        }
    };

    private final double support;

    ResampleFilter(double support) {
        this.support = support;
    }

    /** How far the filter reaches from its centre, in source pixels when not shrinking. */
    public double support() {
        return support;
    }

    /** The filter's value at a distance from its centre, in Pillow's order of operations. */
    public abstract double weight(double x);

    private static double sinc(double x) {
        if (x == 0.0) {
            return 1.0;
        }
        double angle = x * Math.PI;
        return Math.sin(angle) / angle;
    }
}
