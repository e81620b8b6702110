package io.discern.internal.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the segments before the first scan say about the colours of a JPEG.
 *
 * @param process the marker of the frame header, 0xc0 to 0xcf, or 0 without one
 * @param precision bits of a sample
 * @param width in pixels, 0 without a frame header
 * @param height in pixels
 * @param components the component identifiers, empty when there is no frame header
 * @param sampling of each component: horizontal factor times 16 plus vertical factor
 * @param jfif whether there is a JFIF segment
 * @param adobeAt where the Adobe segment starts, or -1
 * @param adobeTransform its transform: 0 none, 1 YCbCr, 2 YCCK; -1 without the segment
 * @param profilesAt where the segments of a colour profile start
 */
public record JpegHeader(
        int process,
        int precision,
        int width,
        int height,
        String components,
        List<Integer> sampling,
        boolean jfif,
        int adobeAt,
        int adobeTransform,
        List<Integer> profilesAt) {
    private static final int MARKER = 0xff;
    private static final int APP0 = 0xe0;
    private static final int APP2 = 0xe2;
    private static final int APP13 = 0xed;
    private static final int APP14 = 0xee;
    private static final int START_OF_SCAN = 0xda;
    private static final byte[] JFIF_SEGMENT = {
        (byte) MARKER, (byte) APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
    };

    public static JpegHeader of(byte[] file) {
        int frameAt = -1;
        boolean jfif = false;
        int adobeAt = -1;
        int adobeTransform = -1;
        List<Integer> profilesAt = new ArrayList<>();
        int at = 2;
        while (at + 4 <= file.length) {
            int marker = file[at + 1] & 0xff;
            if ((file[at] & 0xff) != MARKER || marker == MARKER) {
                at++;
                continue;
            }
            int length = big16(file, at + 2);
            int end = at + 2 + length;
            if (marker == START_OF_SCAN || length < 2 || end > file.length) {
                break;
            }
            if (marker == APP0 && length >= 16 && has(file, at + 4, "JFIF\0")) {
                jfif = true;
            } else if (marker == APP14 && length >= 14 && has(file, at + 4, "Adobe")) {
                adobeAt = at;
                adobeTransform = file[at + 15] & 0xff;
            } else if (marker == APP2 && has(file, at + 4, "ICC_PROFILE\0")) {
                profilesAt.add(at);
            } else if (isFrame(marker) && length >= 8) {
                frameAt = at;
            }
            at = end;
        }
        return frameAt < 0
                ? new JpegHeader(0, 0, 0, 0, "", List.of(), jfif, adobeAt, adobeTransform, profilesAt)
                : new JpegHeader(
                        file[frameAt + 1] & 0xff,
                        file[frameAt + 4] & 0xff,
                        big16(file, frameAt + 7),
                        big16(file, frameAt + 5),
                        components(file, frameAt),
                        sampling(file, frameAt),
                        jfif,
                        adobeAt,
                        adobeTransform,
                        profilesAt);
    }

    /** Start of frame of any process; 0xc4, 0xc8 and 0xcc are something else. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static String components(byte[] file, int at) {
        StringBuilder components = new StringBuilder();
        for (int i = 0; i < (file[at + 9] & 0xff) && 8 + 3 * i < big16(file, at + 2); i++) {
            components.append((char) (file[at + 10 + 3 * i] & 0xff));
        }
        return components.toString();
    }

    private static List<Integer> sampling(byte[] file, int at) {
        List<Integer> sampling = new ArrayList<>();
        for (int i = 0; i < (file[at + 9] & 0xff) && 9 + 3 * i < big16(file, at + 2); i++) {
            sampling.add(file[at + 11 + 3 * i] & 0xff);
        }
        return sampling;
    }

    /**
     * The file, rewritten where ImageIO and libjpeg disagree. Three components without a JFIF or Adobe segment are YCbCr to
     * libjpeg, and so to Pillow, unless they are called R, G and B; ImageIO guesses from the sampling. A JFIF segment settles
     * it. An Adobe segment that contradicts JFIF is ignored by libjpeg, and a colour profile by Pillow; both are renamed so
     * that ImageIO does not see them.
     */
    byte[] settled(byte[] file) {
        boolean yccByLibjpeg =
                components.length() == 3 && (jfif || (adobeAt >= 0 ? adobeTransform != 0 : !components.equals("RGB")));
        boolean unsettled = yccByLibjpeg && (adobeAt >= 0 ? adobeTransform != 1 : !jfif);
        if (!unsettled && profilesAt.isEmpty()) {
            return file;
        }
        int added = unsettled ? JFIF_SEGMENT.length : 0;
        byte[] settled = new byte[file.length + added];
        System.arraycopy(file, 0, settled, 0, 2);
        System.arraycopy(JFIF_SEGMENT, 0, settled, 2, added);
        System.arraycopy(file, 2, settled, 2 + added, file.length - 2);
        if (unsettled && adobeAt >= 0) {
            settled[adobeAt + added + 1] = (byte) APP13;
        }
        for (int at : profilesAt) {
            settled[at + added + 1] = (byte) APP13;
        }
        return settled;
    }

    /** Whether libjpeg 6b and libjpeg-turbo decode it alike. */
    public boolean isPlain() {
        return unusual() == null;
    }

    /** What libjpeg 6b decodes otherwise than libjpeg-turbo or not at all, or null. */
    public String unusual() {
        if (process >= 0xc9) {
            return "arithmetic coding";
        }
        int wide = sampling.stream().mapToInt(s -> s >> 4).max().orElse(1);
        int high = sampling.stream().mapToInt(s -> s & 15).max().orElse(1);
        boolean halvedInHeight = sampling.stream().anyMatch(s -> s >> 4 == wide && 2 * (s & 15) == high);
        return halvedInHeight ? "colours sampled at half the height only" : null;
    }

    private static int big16(byte[] file, int at) {
        return (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
    }

    private static boolean has(byte[] file, int at, String text) {
        byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
        int end = at + expected.length;
        return end <= file.length && Arrays.equals(file, at, end, expected, 0, expected.length);
    }
}
