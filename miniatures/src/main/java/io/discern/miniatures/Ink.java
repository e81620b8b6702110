package io.discern.miniatures;

/** A colour; components 0 to 255, and beyond while painting (the canvas clips at the end). */
record Ink(float red, float green, float blue) {

    static Ink grey(double level) {
        return new Ink((float) level, (float) level, (float) level);
    }

    static Ink of(double red, double green, double blue) {
        return new Ink((float) red, (float) green, (float) blue);
    }

    /** This colour moved towards another; {@code share} 0 is this one, 1 the other. */
    Ink mixed(Ink other, double share) {
        float s = (float) share;
        return new Ink(red + s * (other.red - red), green + s * (other.green - green), blue + s * (other.blue - blue));
    }

    Ink times(double factor) {
        float f = (float) factor;
        return new Ink(red * f, green * f, blue * f);
    }
}
