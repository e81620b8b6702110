package io.discern.image;

import java.io.IOException;

/**
 * A file format that another jar adds, found by {@link java.util.ServiceLoader}: a class with a public constructor without
 * arguments, named in {@code META-INF/services/io.discern.image.ImageFormatProvider}.
 *
 * <p>A provider is asked before core's own readers. It is cheap to make, loads no native code until it reads, keeps no state
 * between files and is called from several threads at once.
 */
public interface ImageFormatProvider {
    /** The format's name in messages, for example {@code "DICOM"}. */
    String name();

    /**
     * Whether a file is of this format and this provider reads it here.
     *
     * @param head the first 512 bytes of the file, or all of a shorter one; not to be modified
     */
    boolean recognises(byte[] head);

    /**
     * Reads the picture that the options name. The header comes first: {@link ImageLimits#check} is called on it before
     * anything is allocated for pixels.
     *
     * @param file the whole file; not to be modified
     * @throws RefusedException with a reason that says what was found, what was expected and what to do
     * @throws IOException and any runtime exception where the file is damaged
     */
    SourceImage read(byte[] file, DecodeOptions options) throws IOException;

    /**
     * What the header says, without decoding pixels.
     *
     * @param options their axis says of which slices {@link ImageFacts#pages()} is the number
     * @throws IOException as {@link #read}
     */
    ImageFacts facts(byte[] file, DecodeOptions options) throws IOException;

    /**
     * A file without a compression around all of it, which {@link #read} takes as well: whoever reads many pictures of one file unpacks
     * it once. Without such a compression it is the same array.
     *
     * @throws IOException as {@link #read}
     */
    default byte[] unpacked(byte[] file, ImageLimits limits) throws IOException {
        return file;
    }
}
