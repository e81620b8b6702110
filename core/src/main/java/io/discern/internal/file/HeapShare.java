package io.discern.internal.file;

/** How much of the Java heap one thing may take, so that what a file claims never ends the process. */
public final class HeapShare {
    private HeapShare() {}

    /** The largest heap this process may have, in bytes. */
    public static long heap() {
        return Runtime.getRuntime().maxMemory();
    }

    /**
     * A bound that no machine exceeds but a small heap lowers.
     *
     * @param most the bound where the heap is large enough, in bytes
     * @param divisor which part of the heap may be taken: 2 for a half
     */
    public static long bytes(long most, int divisor) {
        return Math.min(most, heap() / divisor);
    }

    /** The end of a refusal: {@code "the Java heap of 512 MiB allows 256 MiB. Raise -Xmx."}. */
    public static String words(long bytes) {
        return "the Java heap of " + (heap() >> 20) + " MiB allows " + (bytes >> 20) + " MiB. Raise -Xmx.";
    }
}
