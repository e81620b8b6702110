package io.discern.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The formats that can be read here: core's own and those that other jars add. Safe for concurrent use. */
public final class ImageFormats {
    /** How many bytes of a file {@link #sniff} and {@link ImageFormatProvider#recognises} look at. */
    public static final int HEAD_BYTES = 512;

    private static final Logger LOG = LoggerFactory.getLogger(ImageFormats.class);

    private ImageFormats() {}

    /** Loaded once, by the class loader of this class. */
    private static final class Providers {
        static final List<ImageFormatProvider> FOUND = load();

        private static List<ImageFormatProvider> load() {
            List<ImageFormatProvider> found = new ArrayList<>();
            ServiceLoader.load(ImageFormatProvider.class, ImageFormats.class.getClassLoader()).stream()
                    .forEach(candidate -> {
                        try {
                            found.add(candidate.get());
                        } catch (ServiceConfigurationError | LinkageError e) {
                            LOG.warn("image format provider {} cannot be used: {}", candidate, e.toString());
                        }
                    });
            return List.copyOf(found);
        }
    }

    /** The names of the formats that other jars add, in the order in which they are asked. */
    public static List<String> added() {
        return Providers.FOUND.stream().map(ImageFormatProvider::name).toList();
    }

    /**
     * The name of the image format that a file begins like, readable here or not; empty for what is no known image.
     *
     * @param head its first {@link #HEAD_BYTES} bytes, or all of a shorter file
     */
    public static Optional<String> sniff(byte[] head) {
        ImageFormatProvider provider = provider(head);
        if (provider != null) {
            return Optional.of(provider.name());
        }
        return Optional.ofNullable(ImageFormat.of(head)).map(ImageFormat::title);
    }

    static byte[] head(byte[] file) {
        return Arrays.copyOf(file, Math.min(file.length, HEAD_BYTES));
    }

    /** The provider that reads such files, or null. */
    static ImageFormatProvider provider(byte[] head) {
        for (ImageFormatProvider provider : Providers.FOUND) {
            if (provider.recognises(head)) {
                return provider;
            }
        }
        return null;
    }
}
