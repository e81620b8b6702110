package io.discern.analysis.overlay.measure;

import java.util.Map;

/** How the component {@code at} of keys reads: no comma, so that what follows is told apart. */
final class Styles {
    static final Map<String, String> NAMES = Map.of("at", "[^,]+");

    private Styles() {}
}
