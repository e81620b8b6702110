package io.discern.internal.checkpoint;

/** Numbers of a configuration that must fit each other. */
final class Shapes {
    private Shapes() {}

    /** A number of heads that divides the width. */
    static int heads(Config config, String key, int heads, int width) {
        if (width % heads != 0) {
            throw config.wrong(key, "a divisor of the width " + width);
        }
        return heads;
    }

    /** The side of the square that a number of patches fills. */
    static int side(Config config, String key, int patches) {
        int side = (int) Math.round(Math.sqrt(patches));
        if (side * side != patches) {
            throw config.wrong(
                    key, "a size for which the " + patches + " rows of the table of positions make a square");
        }
        return side;
    }
}
