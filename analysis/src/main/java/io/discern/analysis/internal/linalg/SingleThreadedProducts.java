package io.discern.analysis.internal.linalg;

import java.util.function.Supplier;
import org.bytedeco.openblas.global.openblas;

/**
 * Work during which OpenBLAS multiplies on the thread that asks, so that workers can multiply side by side, each between
 * readings or selections of its own. The setting is the process's: other products of that time run on one thread too, with no
 * worse results. To set it takes longer than a product of a thousand rows, so that whoever does many small ones asks around all of them.
 */
public final class SingleThreadedProducts {
    /** A product of so many multiplications OpenBLAS computes in the calling thread anyway. */
    public static final int SMALL = 1 << 18;

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

    /**
     * What work gives, such as LAPACK's. That would cut its products, and so round, by the number of processors; and divide hundreds of small steps, each of which waits,
     * where other work has a processor, until both threads have had their turn.
     */
    public static <T> T result(Supplier<T> work) {
        begin();
        try {
            return work.get();
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
