package io.discern.analysis;

/** A key whose names are printed, and read back, by a {@link KeyForm}: a record that has the parameters as its components. */
public interface FormedKey extends ResultKey {

    /** The form that prints this key. */
    KeyForm<?> form();

    @Override
    default String metric() {
        return form().metric();
    }

    @Override
    default String variant() {
        return form().print(this);
    }
}
