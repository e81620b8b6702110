package io.discern.image;

/**
 * Netpbm: P1 to P6, plain and raw, values spread over 0 to 255 by Pillow's rounding. Gray of more than 8 bits needs a
 * {@link GrayRange}.
 */
final class NetpbmReader {
    private static final int LONGEST = 10;

    private final byte[] file;
    private final int kind;
    private final int width;
    private final int height;
    private final int most;
    private int at = 2;

    private NetpbmReader(byte[] file) throws RefusedException {
        this.file = file;
        kind = file[1] - '0';
        if (kind > 6) {
            throw new RefusedException("Netpbm P" + kind + "; expected P1 to P6. Convert it to PNG.");
        }
        width = number("width");
        height = number("height");
        most = kind == 1 || kind == 4 ? 1 : number("greatest value");
        if (most < 1 || most > 65_535) {
            throw new RefusedException("Netpbm whose greatest value is " + most + "; expected 1 to 65535.");
        }
        // one white space, which number() has passed, ends the header
    }

    static SourceImage read(byte[] file, DecodeOptions options) throws RefusedException {
        NetpbmReader reader = new NetpbmReader(file);
        options.limits().check(reader.width, reader.height);
        options.onlyPage("Netpbm");
        return reader.image(options);
    }

    static ImageFacts facts(byte[] file) throws RefusedException {
        NetpbmReader reader = new NetpbmReader(file);
        return ImageFacts.of("Netpbm", reader.width, reader.height, 1);
    }

    private SourceImage image(DecodeOptions options) throws RefusedException {
        boolean bilevel = kind == 1 || kind == 4;
        boolean colour = kind == 3 || kind == 6;
        if (bilevel) {
            return SourceImage.of(PixelMode.BILEVEL, width, height, kind == 1 ? plainBits() : bits());
        }
        boolean deep = most > 255 && !colour;
        if (deep) {
            options.gray().requireChosen("gray of up to " + most);
        }
        if (kind >= 5) {
            long needed = (long) width * height * (colour ? 3 : 1) * (most > 255 ? 2 : 1);
            if (file.length - at < needed) {
                throw ended();
            }
        }
        if (deep) {
            char[] values = new char[width * height];
            for (int i = 0; i < values.length; i++) {
                values[i] = (char) value();
            }
            return options.gray().toGray(new DeepGray(width, height, i -> values[i], 0, most, false));
        }
        byte[] samples = new byte[width * height * (colour ? 3 : 1)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.min(255, Math.rint((double) value() / most * 255));
        }
        return SourceImage.of(colour ? PixelMode.RGB : PixelMode.GRAY, width, height, samples);
    }

    private int value() throws RefusedException {
        if (kind < 5) {
            int value = number("value");
            if (value > most) {
                throw new RefusedException("Netpbm with a value of " + value + "; expected at most " + most + ".");
            }
            return value;
        }
        int value = file[at++] & 0xff;
        return most > 255 ? value << 8 | file[at++] & 0xff : value;
    }

    private byte[] bits() throws RefusedException {
        int stride = (width + 7) / 8;
        if (file.length - at < (long) stride * height) {
            throw ended();
        }
        byte[] samples = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int bit = file[at + y * stride + x / 8] >> 7 - (x & 7) & 1;
                samples[y * width + x] = (byte) (bit - 1);
            }
        }
        return samples;
    }

    private byte[] plainBits() throws RefusedException {
        byte[] samples = new byte[width * height];
        for (int i = 0; i < samples.length; i++) {
            skipSpace();
            int digit = at < file.length ? file[at++] : -1;
            if (digit != '0' && digit != '1') {
                throw digit < 0
                        ? ended()
                        : new RefusedException(
                                "Netpbm with \"" + (char) digit + "\" among its bits; expected 0 and 1.");
            }
            samples[i] = (byte) (digit - '0' - 1);
        }
        return samples;
    }

    /** A number and the one white space after it. */
    private int number(String what) throws RefusedException {
        skipSpace();
        long number = 0;
        int digits = 0;
        while (at < file.length && !isSpace(file[at]) && file[at] != '#') {
            int digit = file[at++] - '0';
            if (digit < 0 || digit > 9 || ++digits > LONGEST) {
                throw new RefusedException("Netpbm whose " + what + " is no number. Export it again.");
            }
            number = 10 * number + digit;
        }
        if (digits == 0) {
            throw ended();
        }
        if (at < file.length && isSpace(file[at])) {
            at++;
        }
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    private void skipSpace() {
        while (at < file.length && (isSpace(file[at]) || file[at] == '#')) {
            if (file[at] == '#') {
                while (at < file.length && file[at] != '\n' && file[at] != '\r') {
                    at++;
                }
            } else {
                at++;
            }
        }
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value >= '\t' && value <= '\r';
    }

    private static RefusedException ended() {
        return new RefusedException("truncated Netpbm: its pixels end early. Fetch the file again.");
    }
}
