package io.discern.dicom;

import io.discern.image.PixelMode;
import io.discern.image.RefusedException;
import io.discern.image.SourceImage;

/** Colour pixels as RGB; of more than 8 bits the high ones are kept. */
final class DicomColour {
    private DicomColour() {}

    static SourceImage image(DicomData data, DicomHeader header, DicomFrame frame) throws RefusedException {
        byte[] rgb = switch (frame.photometric()) {
            case "RGB" -> narrowed(frame.samples(), header.stored());
            case "YBR_FULL", "YBR_FULL_422" -> fromYbr(frame.samples(), header);
            case "PALETTE COLOR" -> throughPalette(data, header, frame.samples());
            default ->
                throw new RefusedException("DICOM whose colours are " + frame.photometric()
                        + "; expected RGB, YBR_FULL, YBR_FULL_422 or PALETTE COLOR."
                        + " Convert it with another program.");
        };
        return SourceImage.of(PixelMode.RGB, header.columns(), header.rows(), rgb);
    }

    private static byte[] narrowed(int[] samples, int stored) {
        byte[] rgb = new byte[samples.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (stored > 8 ? samples[i] >>> stored - 8 : samples[i]);
        }
        return rgb;
    }

    /** PS3.3 C.7.6.3.1.2 in pydicom's single precision, rounded half up. */
    private static byte[] fromYbr(int[] samples, DicomHeader header) throws RefusedException {
        if (header.stored() != 8) {
            throw new RefusedException("DICOM of YBR colours with " + header.stored() + " bits; expected 8.");
        }
        float greenOfBlue = (float) (-0.114 * 1.772 / 0.587);
        float greenOfRed = (float) (-0.299 * 1.402 / 0.587);
        byte[] rgb = new byte[samples.length];
        for (int i = 0; i < rgb.length; i += 3) {
            float y = samples[i];
            float blue = samples[i + 1] - 128;
            float red = samples[i + 2] - 128;
            rgb[i] = rounded(y + 1.402f * red);
            rgb[i + 1] = rounded(y + greenOfBlue * blue + greenOfRed * red);
            rgb[i + 2] = rounded(y + 1.772f * blue);
        }
        return rgb;
    }

    private static byte rounded(float value) {
        return (byte) Math.min(Math.max((int) Math.floor(value + 0.5f), 0), 255);
    }

    private static byte[] throughPalette(DicomData data, DicomHeader header, int[] samples) throws RefusedException {
        if (data.has(DicomTags.SEGMENTED_RED)) {
            throw new RefusedException(
                    "DICOM with a segmented palette; expected a plain one." + " Convert it with another program.");
        }
        byte[] rgb = new byte[3 * samples.length];
        for (int c = 0; c < 3; c++) {
            LookUp table = LookUp.read(data, DicomTags.RED_DESCRIPTOR + c, DicomTags.RED_DATA + c, header.signed());
            int shift = Math.max(0, table.bits() - 8);
            for (int i = 0; i < samples.length; i++) {
                rgb[3 * i + c] = (byte) (table.of(header.number(samples[i])) >> shift);
            }
        }
        return rgb;
    }
}
