package io.discern.image;

import io.discern.store.FileErrors;
import io.discern.store.FileNames;
import io.discern.store.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * Turns PNG, JPEG, GIF (first frame), BMP and TIFF files into {@link RgbImage}s, byte for byte as Pillow 9.4's
 * {@code Image.open(file).convert("RGB")}.
 *
 * <p>As Pillow does: transparency is dropped, not blended; a colour profile and a gamma value are ignored; an EXIF orientation
 * is ignored. What has no exact 8-bit meaning is refused: 16-bit gray needs a window, which only the caller can choose.
 *
 * <p>Files are not trusted. Size and pixel count are checked in the header before pixels are allocated; whatever a damaged
 * file makes the underlying reader throw, memory exhaustion included, arrives as an {@link ImageReadException}. A truncated
 * file is an error, never a half-gray image. Immutable and safe for concurrent use.
 */
public final class ImageDecoder {
    private static final ImageDecoder STANDARD = new ImageDecoder(ImageLimits.standard());

    private static final int HEAD_BYTES = 132;

    private final ImageLimits limits;

    private ImageDecoder(ImageLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /** A decoder with those limits. */
    public static ImageDecoder of(ImageLimits limits) {
        return new ImageDecoder(limits);
    }

    /** A decoder with {@link ImageLimits#standard()}. */
    public static ImageDecoder standard() {
        return STANDARD;
    }

    /** The limits. */
    public ImageLimits limits() {
        return limits;
    }

    /**
     * Decodes a file.
     *
     * @throws NoSuchFileException if there is none
     * @throws ImageReadException if it is no readable image, is damaged or exceeds the limits
     * @throws IOException if it is no ordinary file (a pipe, a device), may not be read, or the disk fails
     */
    public RgbImage decode(Path file) throws IOException {
        String name = FileNames.text(file);
        if (Files.isDirectory(file)) {
            throw new ImageReadException(name, "is a folder; expected an image file", null);
        }
        long size = Files.size(RegularFile.require(file));
        if (size > limits.maxFileBytes()) {
            throw tooManyBytes(name, size);
        }
        try (InputStream in = RegularFile.open(file)) {
            return decode(in, name);
        } catch (ImageReadException unreadable) {
            throw unreadable;
        } catch (IOException failed) {
            throw FileErrors.explained(failed, file);
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
        int most = (int) Math.min(limits.maxFileBytes(), Integer.MAX_VALUE - 9);
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
        if (file.length > limits.maxFileBytes()) {
            throw tooManyBytes(name, file.length);
        }
        ImageFormat format = ImageFormat.of(Arrays.copyOf(file, Math.min(file.length, HEAD_BYTES)));
        if (format == null || !format.readable()) {
            String found = file.length == 0 ? "an empty file" : format == null ? "an unknown format" : format.title();
            throw new ImageReadException(
                    name, "is " + found + "; expected " + ImageFormat.READABLE + ". Convert it to PNG.", null);
        }
        try {
            return FormatReader.read(format, file, limits);
        } catch (RefusedException e) {
            throw new ImageReadException(name, e.getMessage(), null);
        } catch (OutOfMemoryError e) {
            throw outOfMemory(name, e);
        } catch (IOException | RuntimeException e) {
            // a broken file makes the JDK's readers throw almost any RuntimeException
            if (e.getCause() instanceof OutOfMemoryError) {
                throw outOfMemory(name, e);
            }
            throw new ImageReadException(
                    name,
                    "damaged or unsupported " + format.title() + " (" + describe(e)
                            + "); expected a complete image. Fetch or export the file again.",
                    e);
        }
    }

    private static String describe(Exception e) {
        Throwable told = e.getMessage() == null && e.getCause() != null ? e.getCause() : e;
        String message = told.getMessage();
        return message == null || message.isBlank() ? told.getClass().getSimpleName() : message.strip();
    }

    private ImageReadException tooManyBytes(String name, long size) {
        return new ImageReadException(
                name,
                "has " + size + " bytes or more; expected at most " + limits.maxFileBytes()
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
