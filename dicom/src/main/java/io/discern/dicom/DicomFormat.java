package io.discern.dicom;

import io.discern.image.DecodeOptions;
import io.discern.image.ImageFacts;
import io.discern.image.ImageFormatProvider;
import io.discern.image.ImageLimits;
import io.discern.image.SourceImage;
import java.io.IOException;

/**
 * DICOM images: native encodings (little and big endian, deflated), RLE, baseline and lossless JPEG, JPEG-LS and reversible
 * JPEG 2000. {@link DecodeOptions#page()} chooses the frame.
 */
public final class DicomFormat implements ImageFormatProvider {
    /** For {@link java.util.ServiceLoader}. */
    public DicomFormat() {}

    @Override
    public String name() {
        return "DICOM";
    }

    @Override
    public boolean recognises(byte[] head) {
        return DicomParser.recognises(head);
    }

    @Override
    public SourceImage read(byte[] file, DecodeOptions options) throws IOException {
        ImageLimits limits = options.limits();
        DicomParser.Parsed parsed = DicomParser.parse(file, limits);
        DicomHeader header = DicomHeader.of(parsed.data(), limits);
        int chosen = options.pageOf(header.frames());
        DicomFrame frame = DicomFrame.read(parsed.syntax(), parsed.data(), header, chosen, limits);
        return frame.photometric().startsWith("MONOCHROME")
                ? DicomGray.image(parsed.data(), header, frame.samples(), chosen, options.gray())
                : DicomColour.image(parsed.data(), header, frame);
    }

    @Override
    public ImageFacts facts(byte[] file, DecodeOptions options) throws IOException {
        return DicomFacts.of(DicomParser.parse(file, options.limits()), DicomFacts::hashed);
    }
}
