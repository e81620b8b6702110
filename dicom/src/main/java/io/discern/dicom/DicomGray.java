package io.discern.dicom;

import io.discern.image.DeepGray;
import io.discern.image.GrayRange;
import io.discern.image.RefusedException;
import io.discern.image.SourceImage;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * Monochrome pixels as 8 bits: the modality's rescaling, then a range. By default the range is the file's look-up table, else
 * its first window; pixels of at most 8 bits without either are spread over black to white.
 */
final class DicomGray {
    private final DicomData data;
    private final DicomHeader header;
    private final int frame;

    private DicomGray(DicomData data, DicomHeader header, int frame) {
        this.data = data;
        this.header = header;
        this.frame = frame;
    }

    static SourceImage image(DicomData data, DicomHeader header, int[] samples, int frame, GrayRange range)
            throws RefusedException {
        return new DicomGray(data, header, frame).image(samples, range);
    }

    private SourceImage image(int[] samples, GrayRange range) throws RefusedException {
        DicomData rescaling = functional(DicomTags.TRANSFORMATION);
        List<DicomData> tables = rescaling.items(DicomTags.MODALITY_LUT);
        DoubleUnaryOperator modality;
        double least;
        double greatest;
        if (!tables.isEmpty()) {
            LookUp table = LookUp.read(tables.get(0), DicomTags.LUT_DESCRIPTOR, DicomTags.LUT_DATA, header.signed());
            modality = table::of;
            least = 0;
            greatest = table.greatest();
        } else {
            double slope = rescaling.decimal(DicomTags.SLOPE, 1);
            double intercept = rescaling.decimal(DicomTags.INTERCEPT, 0);
            modality = value -> value * slope + intercept;
            least = Math.min(modality.applyAsDouble(header.least()), modality.applyAsDouble(header.greatest()));
            greatest = Math.max(modality.applyAsDouble(header.least()), modality.applyAsDouble(header.greatest()));
        }
        boolean inverted = header.photometric().equals("MONOCHROME1");
        DeepGray gray =
                new DeepGray(header.columns(), header.rows(), values(samples, modality), least, greatest, inverted);
        if (!(range instanceof GrayRange.FromFile)) {
            return range.toGray(gray);
        }
        DoubleUnaryOperator own = ownRange();
        if (own != null) {
            return gray.levels(own);
        }
        if (header.stored() > 8) {
            range.requireChosen(header.stored() + "-bit DICOM gray");
        }
        return GrayRange.full().toGray(gray);
    }

    /** The rescaled values; padding is no number, and so black whatever the range. */
    private IntToDoubleFunction values(int[] samples, DoubleUnaryOperator modality) {
        if (!data.has(DicomTags.PADDING)) {
            return i -> modality.applyAsDouble(header.number(samples[i]));
        }
        int padding = header.value(data.number(DicomTags.PADDING, 0));
        int limit = data.has(DicomTags.PADDING_LIMIT) ? header.value(data.number(DicomTags.PADDING_LIMIT, 0)) : padding;
        int from = Math.min(padding, limit);
        int to = Math.max(padding, limit);
        return i ->
                samples[i] >= from && samples[i] <= to ? Double.NaN : modality.applyAsDouble(header.number(samples[i]));
    }

    /** From a rescaled value to a level of 0 to 255 by the file's own table or window, or null. */
    private DoubleUnaryOperator ownRange() throws RefusedException {
        DicomData voi = functional(DicomTags.FRAME_VOI);
        List<DicomData> tables = voi.items(DicomTags.VOI_LUT);
        if (!tables.isEmpty()) {
            LookUp table = LookUp.read(tables.get(0), DicomTags.LUT_DESCRIPTOR, DicomTags.LUT_DATA, header.signed());
            return value -> 255.0 * table.of(value) / table.greatest();
        }
        if (!voi.has(DicomTags.WINDOW_CENTER) || !voi.has(DicomTags.WINDOW_WIDTH)) {
            return null;
        }
        double center = voi.decimal(DicomTags.WINDOW_CENTER, 0);
        double width = voi.decimal(DicomTags.WINDOW_WIDTH, 0);
        String function = voi.text(DicomTags.VOI_FUNCTION);
        switch (function) {
            case "", "LINEAR" -> {
                requireWidth(width, 1);
                return linear(center - 0.5, width - 1);
            }
            case "LINEAR_EXACT" -> {
                requireWidth(width, Double.MIN_VALUE);
                return linear(center, width);
            }
            case "SIGMOID" -> {
                requireWidth(width, Double.MIN_VALUE);
                return value -> 255 / (1 + Math.exp(-4 * (value - center) / width));
            }
            default ->
                throw new RefusedException("DICOM with the window function " + function
                        + "; expected LINEAR, LINEAR_EXACT or SIGMOID. Choose a GrayRange.");
        }
    }

    private static void requireWidth(double width, double least) throws RefusedException {
        if (!(width >= least)) {
            throw new RefusedException("DICOM with a window of width " + width + "; expected "
                    + (least == 1 ? "at least 1" : "more than 0") + ". Choose a GrayRange.");
        }
    }

    private static DoubleUnaryOperator linear(double center, double width) {
        return value -> value <= center - width / 2
                ? 0
                : value > center + width / 2 ? 255 : ((value - center) / width + 0.5) * 255;
    }

    /** Where a frame has its rescaling or its range: its own functional group, the shared one, or the data set itself. */
    private DicomData functional(int sequence) throws RefusedException {
        List<DicomData> frames = data.items(DicomTags.FRAME_GROUPS);
        if (frame < frames.size()) {
            List<DicomData> own = frames.get(frame).items(sequence);
            if (!own.isEmpty()) {
                return own.get(0);
            }
        }
        for (DicomData shared : data.items(DicomTags.SHARED_GROUPS)) {
            List<DicomData> common = shared.items(sequence);
            if (!common.isEmpty()) {
                return common.get(0);
            }
        }
        return data;
    }
}
