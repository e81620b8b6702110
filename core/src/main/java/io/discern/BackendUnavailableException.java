package io.discern;

import java.util.List;

/** A provider or device that was asked for cannot work here; the reasons say why and what to do. */
public final class BackendUnavailableException extends EncoderException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> reasons;

    /** Creates it with one or more reasons. */
    public BackendUnavailableException(String what, List<String> reasons) {
        super(what + " is not available: " + String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /** The reasons, one sentence each. */
    public List<String> reasons() {
        return reasons == null ? List.of(getMessage()) : reasons;
    }
}
