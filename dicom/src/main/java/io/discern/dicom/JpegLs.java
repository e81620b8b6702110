package io.discern.dicom;

import io.discern.image.RefusedException;

/** JPEG-LS, lossless and near-lossless (ITU-T T.87): the markers; {@link JpegLsScan} does the pixels. */
final class JpegLs {
    private static final int START_OF_FRAME = 0xf7;
    private static final int PARAMETERS = 0xf8;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int RESTART_INTERVAL = 0xdd;
    private static final int COLOUR_TRANSFORM = 0xe8;

    private JpegLs() {}

    /** Interleaved samples in the bits that are stored. */
    static int[] decode(byte[] code, DicomHeader header) throws RefusedException {
        int[] samples = new int[header.size()];
        int[] names = new int[header.samples()];
        int[] preset = new int[5];
        int precision = 0;
        int at = 2;
        int read = 0;
        while (read < header.samples()) {
            while (at + 1 < code.length
                    && ((code[at] & 0xff) != 0xff || (code[at + 1] & 0x80) == 0 || (code[at + 1] & 0xff) == 0xff)) {
                at++;
            }
            if (at + 4 > code.length) {
                throw damaged("ends before its last scan");
            }
            int marker = code[at + 1] & 0xff;
            int length = big16(code, at + 2);
            int next = at + 2 + length;
            if (marker == END || next > code.length || length < 2) {
                throw damaged("ends before its last scan");
            }
            switch (marker) {
                case START_OF_FRAME -> {
                    precision = frame(code, at + 4, length, header, names);
                }
                case PARAMETERS -> parameters(code, at + 4, length, preset);
                case RESTART_INTERVAL, COLOUR_TRANSFORM -> {
                    boolean transform = marker == COLOUR_TRANSFORM
                            && length == 7
                            && code[at + 4] == 'm'
                            && code[at + 5] == 'r'
                            && code[at + 8] != 0;
                    if (marker == RESTART_INTERVAL && big16(code, at + 4) > 0 || transform) {
                        throw new RefusedException("DICOM whose JPEG-LS has restart intervals or a colour transform;"
                                + " expected neither. Decompress it with another program.");
                    }
                }
                case SCAN -> {
                    if (precision == 0) {
                        throw damaged("has a scan before its frame");
                    }
                    int count = code[at + 4];
                    JpegLsScan scan = scan(code, at + 4, next, precision, preset, header, names);
                    next = scan.decode(samples);
                    read += count;
                }
                default -> {
                    // application data and comments change nothing
                }
            }
            at = next;
        }
        for (int i = 0; i < samples.length; i++) {
            samples[i] = header.value(samples[i]);
        }
        return samples;
    }

    private static int frame(byte[] code, int at, int length, DicomHeader header, int[] names) throws RefusedException {
        int count = code[at + 5] & 0xff;
        if (length < 8 + 3 * count) {
            throw damaged("has a short frame header");
        }
        DicomFrame.requireSize(header, big16(code, at + 3), big16(code, at + 1), count);
        int precision = code[at] & 0xff;
        if (precision < 2 || precision > 16 || precision > header.allocated()) {
            throw damaged("has samples of " + precision + " bits in " + header.allocated());
        }
        for (int i = 0; i < count; i++) {
            names[i] = code[at + 6 + 3 * i];
        }
        return precision;
    }

    private static void parameters(byte[] code, int at, int length, int[] preset) throws RefusedException {
        if (length < 13 || code[at] != 1) {
            throw new RefusedException(
                    "DICOM whose JPEG-LS has a mapping table; expected none." + " Decompress it with another program.");
        }
        for (int i = 0; i < preset.length; i++) {
            preset[i] = big16(code, at + 1 + 2 * i);
        }
    }

    private static JpegLsScan scan(
            byte[] code, int at, int data, int precision, int[] preset, DicomHeader header, int[] names)
            throws RefusedException {
        int count = code[at];
        if (count < 1 || count > header.samples() || at + 4 + 2 * count > data) {
            throw damaged("has a scan of " + count + " components");
        }
        int[] components = new int[count];
        for (int i = 0; i < count; i++) {
            components[i] = -1;
            for (int c = 0; c < names.length; c++) {
                components[i] = names[c] == code[at + 1 + 2 * i] ? c : components[i];
            }
            if (components[i] < 0 || code[at + 2 + 2 * i] != 0) {
                throw damaged("has a scan of an unknown component or with a mapping table");
            }
        }
        int near = code[at + 1 + 2 * count] & 0xff;
        int interleaving = code[at + 2 + 2 * count];
        int shift = code[at + 3 + 2 * count];
        if (interleaving < 0 || interleaving > 2 || count == 1 != (interleaving == 0) || shift != 0) {
            throw damaged("has " + count + " components, interleaving " + interleaving + ", point transform " + shift);
        }
        JpegLsModel model = JpegLsModel.of(precision, near, preset);
        return new JpegLsScan(code, data, model, header, components, interleaving == 2);
    }

    private static int big16(byte[] code, int at) {
        return (code[at] & 0xff) << 8 | code[at + 1] & 0xff;
    }

    static RefusedException damaged(String what) {
        return new RefusedException("damaged DICOM: its JPEG-LS " + what + ". Fetch the file again.");
    }
}
