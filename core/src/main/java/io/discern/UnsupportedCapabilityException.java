package io.discern;

/** A capability was used that the encoder does not have. */
public final class UnsupportedCapabilityException extends EncoderException {
    private static final long serialVersionUID = 1L;

    /** Creates it from the encoder's facts and what was asked of it. */
    public UnsupportedCapabilityException(EncoderInfo info, Capability asked) {
        super(info.name() + " cannot encode " + (asked == Capability.TEXT ? "texts" : "images") + "; capabilities: "
                + info.capabilities() + why(info, asked));
    }

    private static String why(EncoderInfo info, Capability asked) {
        String reason = asked == Capability.TEXT ? info.provenance().get("text model") : null;
        return reason == null ? "" : ". Its text model: " + reason;
    }
}
