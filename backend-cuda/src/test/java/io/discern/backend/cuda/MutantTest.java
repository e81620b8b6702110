package io.discern.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kernels broken on purpose, one line at a time: each must be caught by the check of its kernel. A mutant that no check catches
 * means that the checks are too weak. Tagged {@code slow}: every mutant is compiled.
 */
@Tag("slow")
class MutantTest {
    private static final String FLOAT_TILE = "float_tile.cuh";
    private static final String TENSOR = "tensor_cosine.cu";

    /** What is broken: a text that occurs once in a source, and what it becomes. */
    private record Mutant(String name, KernelChecks check, String source, String from, String to) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Mutant> mutants() {
        return Stream.of(
                // removed barriers
                new Mutant(
                        "float-first-barrier",
                        KernelChecks.COSINE,
                        FLOAT_TILE,
                        "    store_step(steps, 0, load);\n    __syncthreads();",
                        "    store_step(steps, 0, load);"),
                new Mutant(
                        "float-step-barrier",
                        KernelChecks.COSINE,
                        FLOAT_TILE,
                        "load);\n        }\n        __syncthreads();",
                        "load);\n        }"),
                new Mutant(
                        "tensor-barrier",
                        KernelChecks.TENSOR_COSINE,
                        TENSOR,
                        "        wait_copies<STAGES - 2>();\n        __syncthreads();",
                        "        wait_copies<STAGES - 2>();"),
                new Mutant(
                        "tensor-wait",
                        KernelChecks.TENSOR_COSINE,
                        TENSOR,
                        "wait_copies<STAGES - 2>",
                        "wait_copies<STAGES - 1>"),
                new Mutant(
                        "columns-load-barrier",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "end, gray);\n        __syncthreads();",
                        "end, gray);"),
                new Mutant(
                        "columns-end-barrier",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "            }\n        }\n        __syncthreads();",
                        "            }\n        }"),
                new Mutant(
                        "top-k-empty-barrier",
                        KernelChecks.TOP_K,
                        "top_k.cu",
                        "full ? 1 : EMPTY_AT);\n            __syncthreads();\n        } while (__syncthreads_or(left != 0));",
                        "full ? 1 : EMPTY_AT);\n        } while (left != 0);"),
                new Mutant(
                        "class-sums-barrier", KernelChecks.CLASS_SUMS, "class_sums.cu", "    __syncthreads();\n", ""),
                // edges
                new Mutant(
                        "cosine-edge",
                        KernelChecks.COSINE,
                        "cosine.cu",
                        "column + j < columns",
                        "column + j <= columns"),
                new Mutant(
                        "tensor-edge",
                        KernelChecks.TENSOR_COSINE,
                        TENSOR,
                        "query < query_rows",
                        "query < query_rows - 1"),
                new Mutant(
                        "unit-rows-edge",
                        KernelChecks.UNIT_ROWS,
                        "unit_rows.cu",
                        "j = lane; j < dim",
                        "j = lane; j < dim - 1"),
                new Mutant(
                        "unit-rows-padding",
                        KernelChecks.UNIT_ROWS,
                        "unit_rows.cu",
                        "row < rows && j < dim ?",
                        "row < rows ?"),
                new Mutant("top-k-edge", KernelChecks.TOP_K, "top_k.cu", "row < bank_rows", "row <= bank_rows"),
                new Mutant(
                        "top-k-queue-edge",
                        KernelChecks.TOP_K,
                        "top_k.cu",
                        "if (place < QUEUE)",
                        "if (place <= QUEUE)"),
                new Mutant(
                        "columns-row-edge",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "active && row < task.rows",
                        "active && row <= task.rows"),
                new Mutant(
                        "rows-padding-edge",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "row < task.last_row",
                        "row < task.last_row - 1"),
                new Mutant(
                        "class-sums-edge", KernelChecks.CLASS_SUMS, "class_sums.cu", "row + i < to", "row + i <= to"),
                // indices
                new Mutant(
                        "float-swapped-part",
                        KernelChecks.COSINE,
                        FLOAT_TILE,
                        "* (TILE_ROWS / 2) + threadIdx.x % 16",
                        "* (TILE_ROWS / 2) + threadIdx.x / 16"),
                new Mutant(
                        "cosine-pitch",
                        KernelChecks.COSINE,
                        "cosine.cu",
                        "static_cast<int64_t>(query) * bank_rows",
                        "static_cast<int64_t>(query) * query_rows"),
                new Mutant("tensor-fragment", KernelChecks.TENSOR_COSINE, TENSOR, "lane / 8 % 2", "lane / 16"),
                new Mutant(
                        "tensor-swizzle",
                        KernelChecks.TENSOR_COSINE,
                        TENSOR,
                        "copy16_async(&stage.bank[place(row, piece)]",
                        "copy16_async(&stage.bank[row * STEP + piece * PIECE]"),
                new Mutant("unit-rows-reduction", KernelChecks.UNIT_ROWS, "unit_rows.cu", "other = 16", "other = 8"),
                new Mutant(
                        "top-k-self",
                        KernelChecks.TOP_K,
                        "top_k.cu",
                        "row == query + excluded_shift",
                        "row == query + excluded_shift + 1"),
                new Mutant(
                        "top-k-merge",
                        KernelChecks.TOP_K,
                        "top_k.cu",
                        "lane == j ? greater : 0",
                        "lane == j ? 0 : greater"),
                new Mutant(
                        "top-k-row",
                        KernelChecks.TOP_K,
                        "top_k.cu",
                        "ALL - static_cast<unsigned>(row)",
                        "static_cast<unsigned>(row)"),
                new Mutant("top-k-overflow", KernelChecks.TOP_K, "top_k.cu", "                    left |= bit;\n", ""),
                new Mutant(
                        "top-k-last-queue",
                        KernelChecks.TOP_K,
                        "top_k.cu",
                        "    empty_queues<SLOTS>(selection, lists, rows, 1);\n",
                        ""),
                new Mutant(
                        "columns-tap", KernelChecks.RESAMPLE, "resample.cu", "weights[x - from]", "weights[x - start]"),
                new Mutant(
                        "rows-reversed",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "reversed ? channels - 1 - c : c",
                        "reversed ? c : channels - 1 - c"),
                new Mutant(
                        "rows-border",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "filled(task.border)",
                        "filled(task.fill)"),
                new Mutant(
                        "columns-luma",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "gray ? filled(luma(pixel))",
                        "gray ? luma(pixel)"),
                new Mutant(
                        "luma-order",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "byte_of(pixel, 0) * 19595",
                        "byte_of(pixel, 2) * 19595"),
                new Mutant("rounding", KernelChecks.RESAMPLE, "resample.cu", "1 << (PRECISION_BITS - 1)", "0"),
                new Mutant(
                        "class-sums-window",
                        KernelChecks.CLASS_SUMS,
                        "class_sums.cu",
                        "labels[row + i] - first_class : -1",
                        "labels[row + i] : -1"));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantsAreCaught(Mutant mutant) {
        String source = HostBuild.source(mutant.source());
        assertThat(source.split(Pattern.quote(mutant.from()), -1))
                .as("places in the source")
                .hasSize(2);
        Path program = HostBuild.mutant(mutant.name(), mutant.source(), source.replace(mutant.from(), mutant.to()));
        List<HostEngine.ThreadOrder> caught = new ArrayList<>();
        for (HostEngine.ThreadOrder order : HostEngine.ThreadOrder.values()) {
            HostEngine engine = HostEngine.open(program, order, 16 << 20, 2 << 20);
            try {
                mutant.check().run(engine);
            } catch (AssertionError | RuntimeException e) {
                caught.add(order);
            } finally {
                engine.kill();
            }
        }
        assertThat(caught)
                .as("orders of threads in which %s is caught by %s", mutant, mutant.check())
                .containsExactly(HostEngine.ThreadOrder.values());
    }
}
