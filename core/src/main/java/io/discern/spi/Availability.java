package io.discern.spi;

import java.util.List;

/**
 * Whether a provider can work here.
 *
 * @param reasons why it cannot, one sentence each with the remedy; empty when it can
 * @param facts what {@code Doctor} prints when it can (versions, devices)
 */
public record Availability(List<String> reasons, List<String> facts) {

    /** Copies. */
    public Availability {
        reasons = List.copyOf(reasons);
        facts = List.copyOf(facts);
    }

    /** It can work; the facts say with what. */
    public static Availability available(String... facts) {
        return new Availability(List.of(), List.of(facts));
    }

    /** It cannot work, for these reasons. */
    public static Availability unavailable(String... reasons) {
        return new Availability(List.of(reasons), List.of());
    }

    /** Whether there is no reason against it. */
    public boolean isAvailable() {
        return reasons.isEmpty();
    }

    /** The facts, or the reasons against it, in one line. */
    public String summary() {
        if (!isAvailable()) {
            return "NOT AVAILABLE: " + String.join("; ", reasons);
        }
        return facts.isEmpty() ? "available" : String.join("; ", facts);
    }
}
