package io.discern.analysis.internal.linalg;

import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack.SetNumThreads;

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
        result(() -> {
            work.run();
            return null;
        });
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
