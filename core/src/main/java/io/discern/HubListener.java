package io.discern;

/** Told how a download goes; called by the thread that downloads. */
@FunctionalInterface
public interface HubListener {
    /** Says nothing. */
    HubListener SILENT = (file, received, size) -> {};

    /**
     * Some bytes of a file have arrived; called at its start, about every percent, and at its end.
     *
     * @param file as the hub calls it
     * @param received bytes that are here, those of an earlier attempt included
     * @param size of the whole file, or -1 if the hub does not say
     */
    void received(String file, long received, long size);
}
