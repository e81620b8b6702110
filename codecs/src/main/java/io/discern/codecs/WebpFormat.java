package io.discern.codecs;

import io.discern.image.DecodeOptions;
import io.discern.image.ImageFacts;
import io.discern.image.ImageFormatProvider;
import io.discern.image.PixelMode;
import io.discern.image.RefusedException;
import io.discern.image.SourceImage;

/** Still WebP pictures, lossy and lossless. */
public final class WebpFormat implements ImageFormatProvider {
    private static final int ANIMATED = 2;
    private static final int ALPHA = 16;

    /** For {@link java.util.ServiceLoader}. */
    public WebpFormat() {}

    /** What the first chunk says. */
    private record Header(int width, int height, boolean alpha, boolean animated) {}

    @Override
    public String name() {
        return "WebP";
    }

    @Override
    public boolean recognises(byte[] head) {
        return head.length >= 12 && has(head, 0, 'R', 'I', 'F', 'F') && has(head, 8, 'W', 'E', 'B', 'P');
    }

    @Override
    public SourceImage read(byte[] file, DecodeOptions options) throws RefusedException {
        Header header = header(file);
        options.limits().check(header.width, header.height);
        options.pageOf(1);
        if (header.animated) {
            throw new RefusedException(
                    "is an animated WebP; expected a still picture. Save the frame you need as PNG.");
        }
        NativeCodecs.require("WebP");
        PixelMode mode = header.alpha ? PixelMode.RGBA : PixelMode.RGB;
        byte[] samples = new byte[Math.multiplyExact(header.width * header.height, mode.bands())];
        NativeCodecs.check("WebP", NativeCodecs.webp(file, header.width, header.height, header.alpha, samples));
        return SourceImage.of(mode, header.width, header.height, samples);
    }

    @Override
    public ImageFacts facts(byte[] file, DecodeOptions options) throws RefusedException {
        Header header = header(file);
        return ImageFacts.of("WebP", header.width, header.height, 1);
    }

    private static Header header(byte[] file) throws RefusedException {
        if (file.length >= 30 && has(file, 12, 'V', 'P', '8', 'X')) {
            int flags = file[20];
            return new Header(
                    1 + little(file, 24, 3), 1 + little(file, 27, 3), (flags & ALPHA) != 0, (flags & ANIMATED) != 0);
        }
        if (file.length >= 25 && has(file, 12, 'V', 'P', '8', 'L') && file[20] == 0x2f) {
            int bits = little(file, 21, 4);
            return new Header(1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff), (bits >> 28 & 1) == 1, false);
        }
        if (file.length >= 30 && has(file, 12, 'V', 'P', '8', ' ') && has(file, 23, 0x9d, 0x01, 0x2a)) {
            return new Header(little(file, 26, 2) & 0x3fff, little(file, 28, 2) & 0x3fff, false, false);
        }
        throw new RefusedException(
                "damaged WebP: its first chunk is none that the format knows. Fetch the file again.");
    }

    private static boolean has(byte[] file, int at, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if ((file[at + i] & 0xff) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static int little(byte[] file, int at, int bytes) {
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | file[at + i] & 0xff;
        }
        return value;
    }
}
