package io.discern.miniatures;

import io.discern.EncoderConfig;
import io.discern.EncoderException;
import io.discern.Encoders;
import io.discern.VisionLanguageEncoder;
import io.discern.spi.Availability;
import io.discern.spi.EncoderProvider;
import java.io.IOException;
import java.util.List;

/**
 * Opens {@code mini:NAME}: a miniature from this jar, run by another provider.
 *
 * <p>Option {@code backend} names that provider; {@code onnx} if not said. Every other option goes to
 * it. The model's files live in a temporary folder while it is opened.
 */
public final class MiniatureProvider implements EncoderProvider {

    private static final String NAME = "mini";
    private static final String BACKEND = "backend";
    private static final String DEFAULT_BACKEND = "onnx";

    /** Creates the provider; nothing is read or loaded. */
    public MiniatureProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "tiny trained encoders of this jar; location: one of " + Miniatures.names();
    }

    @Override
    public Availability availability() {
        for (EncoderProvider provider : Encoders.providers()) {
            if (provider.name().equals(DEFAULT_BACKEND)) {
                Availability backend = provider.availability();
                return backend.isAvailable()
                        ? Availability.available("miniatures " + Miniatures.names(), "runs on " + DEFAULT_BACKEND)
                        : backend;
            }
        }
        return Availability.unavailable("no provider '" + DEFAULT_BACKEND
                + "' on the class path; add io.discern:discern-backend-onnx, or name another with option " + BACKEND);
    }

    /** The backends that run miniatures do. */
    @Override
    public boolean takesParts() {
        return true;
    }

    /**
     * Opens a miniature.
     *
     * @param config the location is a name of {@link Miniatures#names()}
     * @throws IllegalArgumentException if there is no such miniature or no such backend; the message
     *     lists those that exist
     * @throws EncoderException if the files cannot be written or the backend cannot open them
     */
    @Override
    public VisionLanguageEncoder open(EncoderConfig config) {
        String miniature = config.location();
        Miniatures.requireName(miniature);
        String backend = config.options().getOrDefault(BACKEND, DEFAULT_BACKEND);
        if (backend.equals(NAME)) {
            throw new IllegalArgumentException("option " + BACKEND + "=" + NAME
                    + "; expected another provider, such as " + List.of("onnx", "djl"));
        }
        try (TemporaryFolder folder = TemporaryFolder.create("discern-" + miniature + "-")) {
            Miniatures.extract(miniature, folder.path());
            EncoderConfig unpacked =
                    config.withoutOption(BACKEND).withLocation(folder.path().toString());
            VisionLanguageEncoder encoder = Encoders.open(
                    backend,
                    // The files of this jar are our own, and so is the code in them.
                    backend.equals("djl") ? unpacked.withOption("trust", "true") : unpacked);
            return new MiniatureEncoder(NAME + ":" + miniature, encoder);
        } catch (IOException e) {
            throw new EncoderException(
                    NAME + ":" + miniature + ": cannot unpack the model into " + System.getProperty("java.io.tmpdir")
                            + " (" + e.getMessage()
                            + "); expected a writable folder with 4 MB free, which java.io.tmpdir names",
                    e);
        }
    }
}
