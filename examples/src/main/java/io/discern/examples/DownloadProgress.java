package io.discern.examples;

import io.discern.HubListener;

/** Tells of a download on the error stream: a line at a file's start, end and every tenth between. */
final class DownloadProgress implements HubListener {
    private static final int STEPS = 10;
    /** A step where the hub does not say how large the file is. */
    private static final long STEP_BYTES = 10_000_000;

    private String file = "";
    private long step;

    @Override
    public void received(String file, long received, long size) {
        long reached = size > 0 ? received * STEPS / size : received / STEP_BYTES;
        if (!file.equals(this.file) || reached != step) {
            System.err.println("downloading " + file + ": " + received + " of " + (size < 0 ? "?" : size) + " bytes");
        }
        this.file = file;
        this.step = reached;
    }
}
