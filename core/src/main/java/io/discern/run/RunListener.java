package io.discern.run;

/** Told of a run's progress, on the thread that called {@code run}. */
public interface RunListener {
    /** Says nothing. */
    RunListener SILENT = new RunListener() {};

    /**
     * A batch was encoded or some images failed.
     *
     * @param done images finished so far, failures included
     * @param total images of the data set
     */
    default void onProgress(int done, int total) {}

    /** An image failed; the run goes on. */
    default void onFailure(ImageFailure failure) {}
}
