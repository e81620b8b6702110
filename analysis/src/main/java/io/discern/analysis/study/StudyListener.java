package io.discern.analysis.study;

/** Told of a study's progress, on the thread that called {@code run}. */
public interface StudyListener {
    /** Says nothing. */
    StudyListener SILENT = new StudyListener() {};

    /**
     * A stage begins.
     *
     * @param dataset empty while the encoder is opened
     */
    default void onStage(String encoder, String dataset, StudyTime.Stage stage) {}

    /** Images of the stage that has begun are done; the overlay stage counts every condition drawn. */
    default void onProgress(int done, int total) {}

    /**
     * All that one encoder tells of one data set has been found, or lost.
     *
     * @param soFar what the study has found, {@linkplain StudyResult#partial() partial}; without pictures
     */
    default void onCell(StudyResult soFar) {}

    /** Something failed; the study goes on. */
    default void onFailure(StudyFailure failure) {}
}
