package io.discern.dicom;

import io.discern.image.RefusedException;

/**
 * Lossless JPEG with Huffman codes (ITU-T T.81, process 14, all seven predictors), which libjpeg of most Java runtimes does not
 * read.
 */
final class LosslessJpeg {
    private static final int START_OF_FRAME = 0xc3;
    private static final int TABLES = 0xc4;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int RESTART_INTERVAL = 0xdd;

    private final byte[] code;
    private final DicomHeader header;
    private final HuffmanTable[] tables = new HuffmanTable[4];
    private final int[] names = new int[4];
    private int precision;
    private int interval;
    private int[] samples;

    private LosslessJpeg(byte[] code, DicomHeader header) {
        this.code = code;
        this.header = header;
    }

    static LosslessJpeg decode(byte[] code, DicomHeader header) throws RefusedException {
        LosslessJpeg jpeg = new LosslessJpeg(code, header);
        jpeg.read();
        return jpeg;
    }

    /** Interleaved samples in the bits that are stored. */
    int[] samples() {
        return samples;
    }

    private void read() throws RefusedException {
        int at = 2;
        int read = 0;
        while (read < header.samples()) {
            while (at + 1 < code.length && ((code[at] & 0xff) != 0xff || (code[at + 1] & 0xff) >= 0xff)) {
                at++;
            }
            if (at + 4 > code.length) {
                throw damaged("ends before its last scan");
            }
            int marker = code[at + 1] & 0xff;
            int length = big16(at + 2);
            int next = at + 2 + length;
            if (marker == END || next > code.length || length < 2) {
                throw damaged("ends before its last scan");
            }
            switch (marker) {
                case START_OF_FRAME -> frame(at + 4, length);
                case TABLES -> tables(at + 4, next);
                case RESTART_INTERVAL -> interval = big16(at + 4);
                case SCAN -> {
                    if (samples == null) {
                        throw damaged("has a scan before its frame");
                    }
                    read += code[at + 4];
                    next = scan(at + 4, next);
                }
                default -> {
                    if (marker >= 0xc0 && marker <= 0xcf) {
                        throw new RefusedException("DICOM whose lossless JPEG frame is of process 0x"
                                + Integer.toHexString(marker) + "; expected 0xc3. Decompress it with another program.");
                    }
                }
            }
            at = next;
        }
        for (int i = 0; i < samples.length; i++) {
            samples[i] = header.value(samples[i]);
        }
    }

    private void frame(int at, int length) throws RefusedException {
        int count = code[at + 5] & 0xff;
        if (length < 8 + 3 * count) {
            throw damaged("has a short frame header");
        }
        DicomFrame.requireSize(header, big16(at + 3), big16(at + 1), count);
        precision = code[at] & 0xff;
        if (precision < 2 || precision > 16 || precision > header.allocated()) {
            throw damaged("has samples of " + precision + " bits in " + header.allocated());
        }
        for (int i = 0; i < count; i++) {
            names[i] = code[at + 6 + 3 * i];
            if (count > 1 && code[at + 7 + 3 * i] != 0x11) {
                throw new RefusedException("DICOM whose lossless JPEG has components of different sizes;"
                        + " expected equal ones. Decompress it with another program.");
            }
        }
        samples = new int[header.size()];
    }

    private void tables(int start, int end) throws RefusedException {
        int at = start;
        while (at + 17 <= end) {
            int id = code[at] & 0xff;
            if (id > 3) {
                throw damaged("has a Huffman table " + id);
            }
            tables[id] = HuffmanTable.read(code, at + 1, end);
            at += 17 + tables[id].size();
        }
    }

    /** Decodes a scan and tells where its data end. */
    private int scan(int at, int data) throws RefusedException {
        int count = code[at];
        if (count < 1 || count > header.samples() || at + 4 + 2 * count > data) {
            throw damaged("has a scan of " + count + " components");
        }
        int[] components = new int[count];
        HuffmanTable[] used = new HuffmanTable[count];
        for (int i = 0; i < count; i++) {
            int name = code[at + 1 + 2 * i];
            components[i] = -1;
            for (int c = 0; c < header.samples(); c++) {
                components[i] = names[c] == name ? c : components[i];
            }
            used[i] = tables[code[at + 2 + 2 * i] >> 4 & 3];
            if (components[i] < 0 || used[i] == null) {
                throw damaged("has a scan without its component or Huffman table");
            }
        }
        int predictor = code[at + 1 + 2 * count];
        int shift = code[at + 3 + 2 * count] & 15;
        if (predictor < 1 || predictor > 7 || shift >= precision) {
            throw damaged("has predictor " + predictor + " and point transform " + shift);
        }
        EntropyBits bits = new EntropyBits(code, data);
        int step = header.samples();
        int stride = header.columns() * step;
        int untilRestart = interval;
        boolean first = true;
        for (int y = 0; y < header.rows(); y++) {
            for (int x = 0; x < header.columns(); x++) {
                if (interval > 0 && untilRestart-- == 0) {
                    bits.restart();
                    untilRestart = interval - 1;
                    first = true;
                }
                boolean above = !first && y > 0;
                for (int i = 0; i < count; i++) {
                    int place = y * stride + x * step + components[i];
                    int left = x > 0 ? samples[place - step] : 0;
                    int guess = x == 0 && !above
                            ? 1 << precision - shift - 1
                            : !above
                                    ? left
                                    : x == 0 ? samples[place - stride] : predict(predictor, place, step, stride);
                    samples[place] = guess + bits.difference(used[i]) & 0xffff;
                }
                if (x == header.columns() - 1) {
                    first = false;
                }
            }
        }
        shift(components, shift);
        return bits.position();
    }

    private int predict(int predictor, int place, int step, int stride) {
        int left = samples[place - step];
        int up = samples[place - stride];
        int corner = samples[place - stride - step];
        return switch (predictor) {
            case 1 -> left;
            case 2 -> up;
            case 3 -> corner;
            case 4 -> left + up - corner;
            case 5 -> left + (up - corner >> 1);
            case 6 -> up + (left - corner >> 1);
            default -> left + up >> 1;
        };
    }

    private void shift(int[] components, int shift) {
        for (int component : components) {
            for (int i = component; shift > 0 && i < samples.length; i += header.samples()) {
                samples[i] <<= shift;
            }
        }
    }

    private int big16(int at) {
        return (code[at] & 0xff) << 8 | code[at + 1] & 0xff;
    }

    private static RefusedException damaged(String what) {
        return new RefusedException("damaged DICOM: its lossless JPEG " + what + ". Fetch the file again.");
    }
}
