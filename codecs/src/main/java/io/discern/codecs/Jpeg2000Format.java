package io.discern.codecs;

import io.discern.image.DecodeOptions;
import io.discern.image.DeepGray;
import io.discern.image.ImageFacts;
import io.discern.image.ImageFormatProvider;
import io.discern.image.PixelMode;
import io.discern.image.RefusedException;
import io.discern.image.SourceImage;
import io.discern.internal.image.Jpeg2000Engine;
import io.discern.internal.image.Jpeg2000Header;
import java.io.IOException;

/** JPEG 2000, bare codestreams and JP2 files, with Pillow's arithmetic. */
public final class Jpeg2000Format implements ImageFormatProvider {
    /** For {@link java.util.ServiceLoader}. */
    public Jpeg2000Format() {}

    @Override
    public String name() {
        return "JPEG 2000";
    }

    @Override
    public boolean recognises(byte[] head) {
        return Jpeg2000Header.recognises(head);
    }

    @Override
    public ImageFacts facts(byte[] file, DecodeOptions options) throws RefusedException {
        Jpeg2000Header header = Jpeg2000Header.of(file);
        return ImageFacts.of("JPEG 2000", header.width(), header.height(), 1);
    }

    @Override
    public SourceImage read(byte[] file, DecodeOptions options) throws IOException {
        Jpeg2000Header header = Jpeg2000Header.of(file);
        options.limits().check(header.width(), header.height());
        header.requireFewTiles();
        options.pageOf(1);
        if (header.hasPalette() || header.components() > 4) {
            throw new RefusedException("JPEG 2000 with " + (header.hasPalette() ? "a palette" : "")
                    + (header.components() > 4 ? header.components() + " components" : "")
                    + "; expected gray or RGB, with or without alpha. Convert it to PNG.");
        }
        boolean deep = header.components() == 1 && header.precision() > 8;
        if (deep) {
            options.gray().requireChosen(header.precision() + "-bit gray");
        }
        NativeCodecs.require("JPEG 2000");
        Jpeg2000Engine.Decoded decoded =
                new OpenJpeg().decode(file, header.boxed(), header.width(), header.height(), header.components());
        if (decoded.ycc()) {
            throw new RefusedException("JPEG 2000 with YCC colours; expected gray or RGB. Convert it to PNG.");
        }
        if (deep) {
            int low = header.signed() ? -(1 << header.precision() - 1) : 0;
            int high = low + (int) ((1L << header.precision()) - 1);
            int[] samples = decoded.samples();
            return options.gray()
                    .toGray(new DeepGray(header.width(), header.height(), i -> samples[i], low, high, false));
        }
        PixelMode mode = switch (header.components()) {
            case 1 -> PixelMode.GRAY;
            case 2 -> PixelMode.GRAY_ALPHA;
            case 3 -> PixelMode.RGB;
            default -> PixelMode.RGBA;
        };
        return SourceImage.of(mode, header.width(), header.height(), narrowed(decoded.samples(), header));
    }

    /** Samples of any depth as 8 bits: shifted, and rounded where bits are lost. */
    private static byte[] narrowed(int[] samples, Jpeg2000Header header) {
        int lost = header.precision() - 8;
        int offset = (header.signed() ? 1 << header.precision() - 1 : 0) + (lost > 0 ? 1 << lost - 1 : 0);
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            int value = samples[i] + offset;
            int level = lost > 0 ? value >> lost : value << -lost;
            bytes[i] = (byte) Math.min(Math.max(level, 0), 255);
        }
        return bytes;
    }
}
