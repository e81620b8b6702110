package io.discern.internal.preprocess;

import io.discern.image.RgbImage;

/**
 * TensorFlow's {@code tf.image.resize(method="bilinear", antialias=False)} of bytes, cut down to bytes again: half-pixel centres,
 * the four nearest pixels however much the image shrinks, in float32 in TensorFlow's order of operations.
 */
final class TensorflowBilinear {
    private TensorflowBilinear() {}

    /** The two source pixels of each output pixel along one axis, and how far it lies between them. */
    private record Axis(int[] lower, int[] upper, float[] between) {
        static Axis of(int size, int resized) {
            Axis axis = new Axis(new int[resized], new int[resized], new float[resized]);
            float scale = (float) size / resized;
            for (int i = 0; i < resized; i++) {
                float at = (i + 0.5f) * scale - 0.5f;
                float floor = (float) Math.floor(at);
                axis.lower[i] = Math.max((int) floor, 0);
                axis.upper[i] = Math.min((int) Math.ceil(at), size - 1);
                axis.between[i] = at - floor;
            }
            return axis;
        }
    }

    static RgbImage resize(RgbImage image, int width, int height) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        Axis x = Axis.of(image.width(), width);
        Axis y = Axis.of(image.height(), height);
        byte[] pixels = image.pixels();
        byte[] resized = new byte[3 * width * height];
        int stride = 3 * image.width();
        for (int row = 0, out = 0; row < height; row++) {
            int above = y.lower[row] * stride;
            int below = y.upper[row] * stride;
            for (int column = 0; column < width; column++) {
                int left = 3 * x.lower[column];
                int right = 3 * x.upper[column];
                for (int c = 0; c < 3; c++) {
                    float top = between(pixels[above + left + c], pixels[above + right + c], x.between[column]);
                    float bottom = between(pixels[below + left + c], pixels[below + right + c], x.between[column]);
                    resized[out++] = (byte) (int) (top + (bottom - top) * y.between[row]);
                }
            }
        }
        return RgbImage.of(width, height, resized);
    }

    private static float between(byte from, byte to, float share) {
        float start = from & 0xff;
        return start + ((to & 0xff) - start) * share;
    }
}
