package io.discern.analysis.internal.linalg;

import java.util.function.IntSupplier;
import org.bytedeco.openblas.global.openblas;

/**
 * Work during which OpenBLAS multiplies on the thread that asks, so that workers can multiply side by side, each between
 * readings or selections of its own. The setting is the process's: other products of that time run on one thread too, with no
 * worse results.
 */
public final class SingleThreadedProducts {
    private static int underWay;
    private static int threadsBefore;

    private SingleThreadedProducts() {}

    /** Does the work. */
    public static void during(Runnable work) {
        begin();
        try {
            work.run();
        } finally {
            end();
        }
    }

    /** What work of LAPACK gives, whose products would otherwise be cut, and rounded, by the number of processors. */
    public static int result(IntSupplier work) {
        begin();
        try {
            return work.getAsInt();
        } finally {
            end();
        }
    }

    private static synchronized void begin() {
        if (underWay++ == 0) {
            threadsBefore = openblas.blas_get_num_threads();
            openblas.blas_set_num_threads(1);
        }
    }

    private static synchronized void end() {
        if (--underWay == 0) {
            openblas.blas_set_num_threads(threadsBefore);
        }
    }
}
