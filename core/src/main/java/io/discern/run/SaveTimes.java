package io.discern.run;

/**
 * When to save: writing takes at most a twentieth of the time, and less and less, because at least a hundredth of what was done before lies
 * between two times. Guarded by its user.
 */
final class SaveTimes {
    private static final int COSTS = 20;
    private static final int PARTS = 100;

    private final long began = System.nanoTime();
    private long last = began;
    private long cost;

    /** Whether it is time. */
    boolean due() {
        long now = System.nanoTime();
        return now - last >= Math.max(COSTS * cost, (now - began) / PARTS);
    }

    /** Something was saved, since that time of {@link System#nanoTime()}. */
    void saved(long start) {
        last = System.nanoTime();
        cost = last - start;
    }
}
