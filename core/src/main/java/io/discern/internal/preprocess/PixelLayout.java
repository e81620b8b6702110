package io.discern.internal.preprocess;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How source bytes become lanes: the pixels of one column in a block of {@value #ROWS} rows, one channel after the other. */
public enum PixelLayout {
    /** Three bytes a pixel, three channels. */
    RGB(3, 3) {
        @Override
        void load(byte[] pixels, int first, int stride, int rows, int[] lanes) {
            if (first + (rows - 1) * stride + Integer.BYTES > pixels.length) {
                // the image's last pixel has no fourth byte
                interleaved(3, pixels, first, stride, rows, lanes);
                return;
            }
            for (int i = 0, p = first; i < rows; i++, p += stride) {
                int pixel = (int) INT.get(pixels, p);
                lanes[i] = pixel & 0xff;
                lanes[ROWS + i] = pixel >>> 8 & 0xff;
                lanes[2 * ROWS + i] = pixel >>> 16 & 0xff;
            }
        }
    },
    /** Three bytes a pixel, one channel of luma as Pillow's {@code convert("L")}. */
    LUMA(3, 1) {
        @Override
        void load(byte[] pixels, int first, int stride, int rows, int[] lanes) {
            for (int i = 0, p = first; i < rows; i++, p += stride) {
                int weighted =
                        (pixels[p] & 0xff) * 19595 + (pixels[p + 1] & 0xff) * 38470 + (pixels[p + 2] & 0xff) * 7471;
                lanes[i] = weighted + 0x8000 >> 16;
            }
        }
    },
    /** One byte a pixel, one channel. */
    GRAY(1, 1) {
        @Override
        void load(byte[] pixels, int first, int stride, int rows, int[] lanes) {
            for (int i = 0, p = first; i < rows; i++, p += stride) {
                lanes[i] = pixels[p] & 0xff;
            }
        }
    },
    /** Two bytes a pixel, two channels. */
    TWO(2, 2) {
        @Override
        void load(byte[] pixels, int first, int stride, int rows, int[] lanes) {
            interleaved(2, pixels, first, stride, rows, lanes);
        }
    },
    /** Four bytes a pixel, four channels. */
    FOUR(4, 4) {
        @Override
        void load(byte[] pixels, int first, int stride, int rows, int[] lanes) {
            interleaved(4, pixels, first, stride, rows, lanes);
        }
    };

    /** Rows of a block: enough lanes for vector loops, few enough for a block of a wide image to stay in the cache. */
    static final int ROWS = 32;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int bytes;
    private final int channels;

    PixelLayout(int bytes, int channels) {
        this.bytes = bytes;
        this.channels = channels;
    }

    /** Bytes a source pixel. */
    int bytes() {
        return bytes;
    }

    /** Channels that are resampled. */
    int channels() {
        return channels;
    }

    /** Lanes of one column. */
    int lanes() {
        return channels * ROWS;
    }

    /**
     * Loads one column of a block.
     *
     * @param first the first byte of the uppermost pixel
     * @param stride bytes from row to row
     * @param rows at most {@link #ROWS}
     * @param lanes channel c of row r goes to {@code c * ROWS + r}; lanes of missing rows keep what they hold
     */
    abstract void load(byte[] pixels, int first, int stride, int rows, int[] lanes);

    private static void interleaved(int channels, byte[] pixels, int first, int stride, int rows, int[] lanes) {
        for (int c = 0; c < channels; c++) {
            for (int i = 0, p = first + c; i < rows; i++, p += stride) {
                lanes[c * ROWS + i] = pixels[p] & 0xff;
            }
        }
    }
}
