package io.discern.analysis.overlay.run;

/** One way in which all images are shown besides the clean one. */
public sealed interface Condition permits OverlayCondition, HarmlessChange {

    /** What is in the text's place, in a word, for messages. */
    String brief();
}
