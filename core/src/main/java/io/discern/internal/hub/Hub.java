package io.discern.internal.hub;

import io.discern.HubListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Models of the Hugging Face hub as folders on this machine. Offline unless the caller allows a download; nothing else in this
 * library opens a connection.
 */
public final class Hub {
    private final HubSettings settings;

    /** A hub with those settings. */
    public Hub(HubSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** Chooses what to download. */
    @FunctionalInterface
    public interface Choice {
        /**
         * The files that are wanted.
         *
         * @param files the names of all files of the model
         * @throws IOException if what is needed is not among them
         */
        List<String> of(List<String> files) throws IOException;
    }

    /**
     * The folder of a model that is in the cache.
     *
     * @throws IOException if it is not, or the cache is broken; says how to get it
     */
    public Path cached(HubModel model) throws IOException {
        return new HubCache(settings.cache())
                .snapshot(model)
                .orElseThrow(
                        () -> new IOException(model + " is not in " + settings.cache() + "; expected it there, because "
                                + "nothing is downloaded unless asked for. Set option download=true, or fetch it with Hugging Face's "
                                + "own tools."));
    }

    /**
     * Downloads what is not in the cache yet, and gives the model's folder.
     *
     * @throws IOException if {@code HF_HUB_OFFLINE} forbids it, the hub refuses, the connection breaks too often (the next
     *     download goes on from there), or what arrives is not what the hub announced
     */
    public Path download(HubModel model, Choice choice, HubListener listener) throws IOException {
        if (settings.offline()) {
            throw new IOException(
                    model + ": a download was asked for, but HF_HUB_OFFLINE is set. Unset it, or do not ask.");
        }
        return new HubDownload(new HubCache(settings.cache()), new HubClient(settings), model, listener).run(choice);
    }
}
