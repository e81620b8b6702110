package io.discern.analysis.internal.linalg;

import java.util.Optional;
import java.util.function.IntSupplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack.SetNumThreads;

/**
 * Work during which OpenBLAS multiplies on the thread that asks, so that workers can multiply side by side, each between
 * readings or selections of its own. The setting is the process's: other products of that time run on one thread too, with no
 * worse results.
 */
public final class SingleThreadedProducts {
    /** Matrices of this order and smaller are decomposed within tens of milliseconds. */
    private static final int SMALL = 1024;

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
     * Asks LAPACK, on one thread for a small matrix: it would divide hundreds of small steps, and where other work has a processor each step
     * waits until both threads have had their turn, a hundred times as long as the step.
     *
     * @param order rows of the matrix
     * @param work gives LAPACK's status
     * @return that status
     */
    static int decomposing(int order, IntSupplier work) {
        if (order > SMALL) {
            return work.getAsInt();
        }
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
            Setting.change(1);
        }
    }

    private static synchronized void end() {
        if (--underWay == 0) {
            Setting.change(threadsBefore);
        }
    }

    /** OpenBLAS's setting by its address: JavaCPP's own way looks for files and names at each call, which takes longer than a small product. */
    private static final class Setting extends SetNumThreads {
        /** None where another library does OpenBLAS's work. */
        private static final Optional<Setting> FOUND = find();

        private Setting(Pointer address) {
            put(address);
        }

        private static Optional<Setting> find() {
            Loader.load(openblas.class);
            return Optional.ofNullable(Loader.addressof("openblas_set_num_threads"))
                    .map(Setting::new);
        }

        static void change(int threads) {
            FOUND.ifPresentOrElse(setting -> setting.call(threads), () -> openblas.blas_set_num_threads(threads));
        }
    }
}
