package io.discern.analysis.overlay.run;

import java.io.Serializable;

/** One way in which all images are shown besides the clean one. */
public sealed interface Condition extends Serializable permits OverlayCondition, HarmlessChange {

    /** What is in the text's place, in a word, for messages. */
    String brief();
}
