package io.discern.image;

import io.discern.internal.file.FileNames;
import io.discern.internal.file.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Turns PNG, JPEG, GIF (first frame), BMP, TIFF and Netpbm files, and those of every {@link ImageFormatProvider} on the class
 * path, into {@link RgbImage}s, byte for byte as Pillow's {@code Image.open(file).convert("RGB")}; or into
 * {@link SourceImage}s in the file's own mode.
 *
 * <p>As Pillow does: transparency is dropped, not blended; a colour profile and a gamma value are ignored; an EXIF orientation
 * is ignored, a TIFF's is not. What has no exact 8-bit meaning is refused: gray of more bits needs a {@link GrayRange}, which
 * only the caller can choose.
 *
 * <p>Files are not trusted. Size and pixel count are checked in the header before pixels are allocated; whatever a damaged
 * file makes the underlying reader throw, memory exhaustion included, arrives as an {@link ImageReadException}. A truncated
 * file is an error, never a half-gray image. Immutable and safe for concurrent use.
 */
public final class ImageDecoder {
    private static final ImageDecoder STANDARD = new ImageDecoder(DecodeOptions.standard());

    private final DecodeOptions options;

    private ImageDecoder(DecodeOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /** A decoder with those options. */
    public static ImageDecoder of(DecodeOptions options) {
        return new ImageDecoder(options);
    }

    /** A decoder with those limits, else with {@link DecodeOptions#standard()}. */
    public static ImageDecoder of(ImageLimits limits) {
        return new ImageDecoder(DecodeOptions.standard().withLimits(limits));
    }

    /** A decoder with {@link DecodeOptions#standard()}. */
    public static ImageDecoder standard() {
        return STANDARD;
    }

    /** The limits. */
    public ImageLimits limits() {
        return options.limits();
    }

    /** What it was told besides the file. */
    public DecodeOptions options() {
        return options;
    }

    /**
     * Decodes a file.
     *
     * @throws NoSuchFileException if there is none
     * @throws ImageReadException if it is no readable image, is damaged or exceeds the limits
     * @throws IOException if it is no ordinary file (a pipe, a device), may not be read, or the disk fails
     */
    public RgbImage decode(Path file) throws IOException {
        return decode(bytes(file), FileNames.text(file));
    }

    /**
     * Decodes a file to its own mode.
     *
     * @throws IOException as {@link #decode(Path)}
     */
    public SourceImage decodeSource(Path file) throws IOException {
        return decodeSource(bytes(file), FileNames.text(file));
    }

    /**
     * What a file says about its pictures; pixels are not decoded and limits on them not applied.
     *
     * @throws IOException as {@link #decode(Path)}
     */
    public ImageFacts facts(Path file) throws IOException {
        return facts(bytes(file), FileNames.text(file));
    }

    /**
     * The bytes of a file for {@link #decode(byte[], String)}, without a compression around all of them ({@code .nii.gz}): a file of many
     * pictures is then read and unpacked once.
     *
     * @return a new array
     * @throws IOException as {@link #decode(Path)}
     */
    public byte[] unpacked(Path file) throws IOException {
        byte[] bytes = bytes(file);
        return guarded(
                bytes,
                FileNames.text(file),
                (provider, format) -> provider != null ? provider.unpacked(bytes, limits()) : bytes);
    }

    private byte[] bytes(Path file) throws IOException {
        String name = FileNames.text(file);
        if (Files.isDirectory(file)) {
            throw new ImageReadException(name, "is a folder; expected an image file", null);
        }
        long size = Files.size(RegularFile.require(file));
        if (size > limits().maxFileBytes()) {
            throw tooManyBytes(name, size);
        }
        try {
            return RegularFile.bytes(file, (int) Math.min(limits().maxFileBytes(), Integer.MAX_VALUE - 9));
        } catch (OutOfMemoryError e) {
            throw outOfMemory(name, e);
        }
    }

    /**
     * Decodes what a stream holds; reads it to its end and does not close it.
     *
     * @param name names the image in messages
     * @throws ImageReadException if it is no readable image, is damaged or exceeds the limits
     * @throws IOException if the stream fails
     */
    public RgbImage decode(InputStream in, String name) throws IOException {
        int most = (int) Math.min(limits().maxFileBytes(), Integer.MAX_VALUE - 9);
        byte[] bytes;
        try {
            bytes = in.readNBytes(most + 1);
        } catch (OutOfMemoryError e) {
            throw outOfMemory(name, e);
        }
        return decode(bytes, name);
    }

    /**
     * Decodes the bytes of a file.
     *
     * @param file not modified
     * @param name names the image in messages
     * @throws ImageReadException if it is no readable image, is damaged or exceeds the limits
     */
    public RgbImage decode(byte[] file, String name) throws IOException {
        return DecodeTurn.take(
                pixels(file),
                () -> guarded(
                        file,
                        name,
                        (provider, format) -> source(provider, format, file).toRgb()));
    }

    /**
     * Decodes the bytes of a file to its own mode.
     *
     * @param file not modified
     * @param name names the image in messages
     * @throws ImageReadException if it is no readable image, is damaged or exceeds the limits
     */
    public SourceImage decodeSource(byte[] file, String name) throws IOException {
        return DecodeTurn.take(
                pixels(file), () -> guarded(file, name, (provider, format) -> source(provider, format, file)));
    }

    /**
     * Counts the deep gray values of a picture; one without adds nothing.
     *
     * @param file not modified
     * @param name names the image in messages
     * @throws IOException as {@link #decode(byte[], String)}
     */
    public void countGray(byte[] file, String name, GrayHistogram into) throws IOException {
        of(options.withGray(new CountedGray(into))).decodeSource(file, name);
    }

    /** What the header says, as far as it can be read; what is wrong with it is said when it is decoded. */
    private long pixels(byte[] file) {
        try {
            ImageFacts facts = facts(file, "");
            return Math.min((long) facts.width() * facts.height(), limits().maxPixels());
        } catch (IOException damaged) {
            return 0;
        }
    }

    /**
     * What the bytes of a file say about its pictures.
     *
     * @param file not modified
     * @param name names the image in messages
     * @throws ImageReadException if it is no readable image or its header is damaged
     */
    public ImageFacts facts(byte[] file, String name) throws IOException {
        return guarded(
                file,
                name,
                (provider, format) -> provider != null ? provider.facts(file, options) : format.facts(file));
    }

    private SourceImage source(ImageFormatProvider provider, ImageFormat format, byte[] file) throws IOException {
        return provider != null ? provider.read(file, options) : format.read(file, options);
    }

    /** Reads something from a file whose format is known; exactly one of the two arguments is not null. */
    private interface Reading<T> {
        T read(ImageFormatProvider provider, ImageFormat format) throws IOException;
    }

    /** Whatever a damaged file makes a reader throw becomes an exception with the file's name. */
    private <T> T guarded(byte[] file, String name, Reading<T> reading) throws IOException {
        if (file.length > limits().maxFileBytes()) {
            throw tooManyBytes(name, file.length);
        }
        byte[] head = ImageFormats.head(file);
        ImageFormatProvider provider = ImageFormats.provider(head);
        ImageFormat format = provider == null ? ImageFormat.of(head) : null;
        if (provider == null && format == null) {
            throw new ImageReadException(
                    name,
                    "is " + (file.length == 0 ? "an empty file" : "an unknown format") + "; expected "
                            + ImageFormat.READABLE + ". Convert it to PNG.",
                    null);
        }
        try {
            return reading.read(provider, format);
        } catch (RefusedException e) {
            throw new ImageReadException(name, e.getMessage(), null);
        } catch (OutOfMemoryError e) {
            throw outOfMemory(name, e);
        } catch (LinkageError e) {
            throw e; // of the class path, not of the file
        } catch (IOException | RuntimeException | Error e) {
            // a broken file makes other people's readers throw almost anything: JJ2000 an Error for what it has not
            // implemented
            if (e.getCause() instanceof OutOfMemoryError) {
                throw outOfMemory(name, e);
            }
            throw new ImageReadException(
                    name,
                    "damaged or unsupported " + (provider != null ? provider.name() : format.title()) + " ("
                            + describe(e) + "); expected a complete image. Fetch or export the file again.",
                    e);
        }
    }

    private static String describe(Throwable e) {
        Throwable told = e.getMessage() == null && e.getCause() != null ? e.getCause() : e;
        String message = told.getMessage();
        return message == null || message.isBlank() ? told.getClass().getSimpleName() : message.strip();
    }

    private ImageReadException tooManyBytes(String name, long size) {
        return new ImageReadException(
                name,
                "has " + size + " bytes or more; expected at most " + limits().maxFileBytes()
                        + ". Raise ImageLimits.maxFileBytes if you trust the file.",
                null);
    }

    private static ImageReadException outOfMemory(String name, Throwable cause) {
        long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
        return new ImageReadException(
                name,
                "does not fit in the Java heap of " + mebibytes
                        + " MiB; expected a smaller image. Raise -Xmx, or lower "
                        + "ImageLimits.maxPixels to refuse such files early.",
                cause);
    }
}
