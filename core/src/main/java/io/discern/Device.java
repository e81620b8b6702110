package io.discern;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an encoder runs. There is no automatic choice and no fallback: a device that cannot be had is an error.
 *
 * @param kind the kind of device
 * @param index the device's number, 0 for the CPU
 */
public record Device(Kind kind, int index) {

    /** The kinds of device. */
    public enum Kind {
        /** The processor. */
        CPU,
        /** An NVIDIA GPU. */
        CUDA
    }

    /** The processor. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    /**
     * Reads {@code cpu}, {@code cuda} (the first GPU) or {@code cuda:N}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Device parse(String text) {
        if (text.equals("cpu")) {
            return CPU;
        }
        Matcher cuda = CUDA.matcher(text);
        if (cuda.matches()) {
            return new Device(Kind.CUDA, cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
        }
        throw new IllegalArgumentException("device '" + text + "'; expected cpu or cuda:N (for example cuda:0)");
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}
