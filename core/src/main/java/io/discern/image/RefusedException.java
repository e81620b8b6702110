package io.discern.image;

/** A reason to refuse a file, on its way to the decoder, which knows the file's name. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
        super(reason, null, false, false);
    }
}
