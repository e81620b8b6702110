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
 * Kernels broken on purpose, one line at a time: each must be caught by the check of its kernel, in one order of threads at least. A mutant that no check catches
 * means that the checks are too weak. Tagged {@code slow}: every mutant is compiled.
 */
@Tag("slow")
class MutantTest {
    /** What is broken: a text that occurs once in a source, and what it becomes. */
    private record Mutant(String name, KernelChecks check, String source, String from, String to) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Mutant> mutants() {
        return Stream.of(
                // barriers and waits
                new Mutant(
                        "float-first-barrier",
                        KernelChecks.COSINE,
                        "float_tile.cuh",
                        "    store_step(steps, 0, load);\n    __syncthreads();",
                        "    store_step(steps, 0, load);"),
                new Mutant(
                        "float-step-barrier",
                        KernelChecks.COSINE,
                        "float_tile.cuh",
                        "load);\n        }\n        __syncthreads();",
                        "load);\n        }"),
                new Mutant(
                        "tensor-barrier",
                        KernelChecks.TENSOR_COSINE,
                        "tensor_tile.cuh",
                        "wait_copies<STAGES - 2>();\n                __syncthreads();",
                        "wait_copies<STAGES - 2>();"),
                new Mutant(
                        "tensor-wait",
                        KernelChecks.TENSOR_COSINE,
                        "tensor_tile.cuh",
                        "wait_copies<STAGES - 2>",
                        "wait_copies<STAGES - 1>"),
                new Mutant(
                        "group-full-wait",
                        KernelChecks.GROUP_COSINE,
                        "group_tile.cuh",
                        "                    await_phase(shared.full[flat % STAGES], flat / STAGES % 2);\n",
                        ""),
                new Mutant(
                        "group-empty-wait",
                        KernelChecks.GROUP_COSINE,
                        "group_tile.cuh",
                        "                await_phase(shared.empty[flat % STAGES], (flat / STAGES + 1) % 2);\n",
                        ""),
                new Mutant(
                        "group-products-wait",
                        KernelChecks.GROUP_COSINE,
                        "group_tile.cuh",
                        "await_products<1>();",
                        "await_products<2>();"),
                new Mutant(
                        "group-last-wait",
                        KernelChecks.GROUP_COSINE,
                        "group_tile.cuh",
                        "                await_products<0>();\n",
                        ""),
                new Mutant(
                        "group-opening-barrier",
                        KernelChecks.GROUP_COSINE,
                        "group_tile.cuh",
                        "            publish_barriers();\n        }\n        __syncthreads();",
                        "            publish_barriers();\n        }"),
                new Mutant(
                        "columns-load-sync",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "            __syncwarp();\n            int last",
                        "            int last"),
                new Mutant(
                        "columns-end-sync",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "                }\n            }\n            __syncwarp();\n        }",
                        "                }\n            }\n        }"),
                new Mutant(
                        "rows-table-barrier",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "values[i] = table[i];\n    }\n    __syncthreads();",
                        "values[i] = table[i];\n    }"),
                new Mutant(
                        "top-k-empty-barrier",
                        KernelChecks.FLOAT_TOP_K,
                        "top_k.cu",
                        "full ? 1 : EMPTY_AT);\n            __syncthreads();\n        } while (__syncthreads_or(left != 0));",
                        "full ? 1 : EMPTY_AT);\n        } while (left != 0);"),
                new Mutant(
                        "tensor-top-k-sync",
                        KernelChecks.GROUP_TOP_K,
                        "tensor_top_k.cu",
                        "upper, first_column);\n                __syncwarp();",
                        "upper, first_column);"),
                new Mutant(
                        "rank-gather-barrier",
                        KernelChecks.FLOAT_TOP_K,
                        "rank.cu",
                        "        gather<SLOTS>(list, next, splits);\n    }\n    __syncthreads();",
                        "        gather<SLOTS>(list, next, splits);\n    }"),
                new Mutant(
                        "rank-load-barrier",
                        KernelChecks.FLOAT_TOP_K,
                        "rank.cu",
                        "        ranking.ranked[i] = best[i];\n    }\n    __syncthreads();",
                        "        ranking.ranked[i] = best[i];\n    }"),
                new Mutant(
                        "rank-exact-barrier",
                        KernelChecks.FLOAT_TOP_K,
                        "rank.cu",
                        "row_of(key)) : 0;\n        }\n    }\n    __syncthreads();",
                        "row_of(key)) : 0;\n        }\n    }"),
                // edges
                new Mutant(
                        "columns-output-edge",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "first_output + lane <= last_output",
                        "first_output + lane < last_output"),
                new Mutant(
                        "cosine-edge",
                        KernelChecks.COSINE,
                        "cosine.cu",
                        "column + j < columns",
                        "column + j <= columns"),
                new Mutant(
                        "tensor-edge",
                        KernelChecks.TENSOR_COSINE,
                        "tensor_cosine.cu",
                        "query < query_rows",
                        "query < query_rows - 1"),
                new Mutant(
                        "group-edge",
                        KernelChecks.GROUP_COSINE,
                        "tensor_cosine.cu",
                        "column + 1 < columns",
                        "column + 1 <= columns"),
                new Mutant(
                        "group-bank-edge",
                        KernelChecks.GROUP_COSINE,
                        "group_tile.cuh",
                        "min(BANK_TILES, bank_tiles - tiles.bank * BANK_TILES)",
                        "min(BANK_TILES, bank_tiles)"),
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
                new Mutant(
                        "top-k-edge",
                        KernelChecks.FLOAT_TOP_K,
                        "top_k.cu",
                        "part_column(j) < rows",
                        "part_column(j) <= rows"),
                new Mutant(
                        "top-k-queue-edge",
                        KernelChecks.FLOAT_TOP_K,
                        "top_k.cu",
                        "if (place < QUEUE)",
                        "if (place <= QUEUE)"),
                new Mutant(
                        "tensor-top-k-edge",
                        KernelChecks.GROUP_TOP_K,
                        "tensor_top_k.cu",
                        "column < search.bank_rows",
                        "column <= search.bank_rows"),
                new Mutant(
                        "tensor-top-k-queue-edge",
                        KernelChecks.TENSOR_TOP_K,
                        "tensor_top_k.cu",
                        "queues.queued[first_row + lane % 16] >= EMPTY_AT);\n            }",
                        "queues.queued[first_row + lane % 16] > EMPTY_AT + 8);\n            }"),
                new Mutant(
                        "rank-tail",
                        KernelChecks.GROUP_TOP_K,
                        "rank.cu",
                        "part == 0 && i < dim",
                        "part == 0 && i < dim - 1"),
                new Mutant(
                        "rank-k-edge",
                        KernelChecks.GROUP_TOP_K,
                        "rank.cu",
                        "key != 0 && place < search.k",
                        "key != 0 && place < search.k - 1"),
                new Mutant(
                        "columns-left-edge",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "if (x >= 0 && x + GROUP <= width)",
                        "if (x + GROUP <= width)"),
                new Mutant(
                        "rows-padding-edge",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "int stored = rows - group * GROUP;",
                        "int stored = rows - 1 - group * GROUP;"),
                new Mutant(
                        "rows-whole-edge",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "(from + count) * GROUP > task.rows",
                        "(from + count) * GROUP > task.rows + GROUP"),
                new Mutant(
                        "rows-right-edge",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "if (column + p < width) {",
                        "if (column + p <= width) {"),
                new Mutant(
                        "rows-last-four",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "if (column + GROUP <= width && ",
                        "if ("),
                new Mutant(
                        "rows-four-words",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        " && is_aligned(first + x, sizeof(FourWords))",
                        ""),
                // indices and steps left out
                new Mutant(
                        "float-swapped-part",
                        KernelChecks.COSINE,
                        "float_tile.cuh",
                        "* (TILE_ROWS / 2) + threadIdx.x % 16",
                        "* (TILE_ROWS / 2) + threadIdx.x / 16"),
                new Mutant(
                        "cosine-pitch",
                        KernelChecks.COSINE,
                        "cosine.cu",
                        "static_cast<int64_t>(query) * bank_rows",
                        "static_cast<int64_t>(query) * query_rows"),
                new Mutant(
                        "tensor-fragment", KernelChecks.TENSOR_COSINE, "tensor_tile.cuh", "lane / 8 % 2", "lane / 16"),
                new Mutant(
                        "tensor-swizzle",
                        KernelChecks.TENSOR_COSINE,
                        "tensor_tile.cuh",
                        "copy16_async(&stage[place(row, piece)]",
                        "copy16_async(&stage[row * STEP + piece * PIECE]"),
                new Mutant(
                        "block-swizzle", KernelChecks.GROUP_COSINE, "tiles.cuh", "(piece ^ (row % PIECES))", "piece"),
                new Mutant("group-first-product", KernelChecks.GROUP_COSINE, "group_tile.cuh", "step + k > 0", "k > 0"),
                new Mutant(
                        "group-second-block",
                        KernelChecks.GROUP_COSINE,
                        "group_tile.cuh",
                        "static_cast<int64_t>(b * steps + step)",
                        "static_cast<int64_t>(b + step)"),
                new Mutant(
                        "group-bytes",
                        KernelChecks.GROUP_COSINE,
                        "group_tile.cuh",
                        "(1 + blocks) * BLOCK_BYTES",
                        "2 * BLOCK_BYTES"),
                new Mutant("group-depth", KernelChecks.GROUP_COSINE, "group_tile.cuh", "b + 2 * k", "b + k"),
                new Mutant(
                        "group-warp-row",
                        KernelChecks.GROUP_COSINE,
                        "group_tile.cuh",
                        "(threadIdx.x - GROUP) / 32 * 16",
                        "threadIdx.x / 32 * 16"),
                new Mutant(
                        "panel-height",
                        KernelChecks.GROUP_COSINE,
                        "tensor_tile.cuh",
                        "inside / height}",
                        "inside / PANEL}"),
                new Mutant("unit-rows-reduction", KernelChecks.UNIT_ROWS, "unit_rows.cu", "other = 16", "other = 8"),
                new Mutant(
                        "groups",
                        KernelChecks.GROUP_TOP_K,
                        "keys.cuh",
                        "search.first_number] == group",
                        "search.first_number] == group + 1"),
                new Mutant(
                        "floor-index",
                        KernelChecks.GROUP_TOP_K,
                        "keys.cuh",
                        "static_cast<int64_t>(query + 1) * search.k - 1",
                        "static_cast<int64_t>(query) * search.k"),
                new Mutant(
                        "top-k-merge",
                        KernelChecks.FLOAT_TOP_K,
                        "keys.cuh",
                        "lane == j ? greater : 0",
                        "lane == j ? 0 : greater"),
                new Mutant(
                        "top-k-row",
                        KernelChecks.FLOAT_TOP_K,
                        "keys.cuh",
                        "(ALL - static_cast<unsigned>(row))",
                        "static_cast<unsigned>(row)"),
                new Mutant(
                        "top-k-overflow",
                        KernelChecks.FLOAT_TOP_K,
                        "top_k.cu",
                        "                    left |= bit;\n",
                        ""),
                new Mutant(
                        "top-k-last-queue",
                        KernelChecks.FLOAT_TOP_K,
                        "top_k.cu",
                        "    empty_queues<SLOTS>(selection, search, lists, first_query, rows, 1);\n",
                        ""),
                new Mutant(
                        "tensor-top-k-row",
                        KernelChecks.GROUP_TOP_K,
                        "tensor_top_k.cu",
                        "int row = upper + i % 4 / 2 * 8;",
                        "int row = upper + i % 4 / 2 * 4;"),
                new Mutant(
                        "tensor-top-k-last-queue",
                        KernelChecks.TENSOR_TOP_K,
                        "tensor_top_k.cu",
                        "ends ? 1 : EMPTY_AT",
                        "EMPTY_AT"),
                new Mutant(
                        "rank-first-row",
                        KernelChecks.GROUP_TOP_K,
                        "rank.cu",
                        "row_of(key) - search.first_number",
                        "row_of(key)"),
                new Mutant(
                        "rank-sum",
                        KernelChecks.GROUP_TOP_K,
                        "rank.cu",
                        "sum + __shfl_xor_sync(ALL, sum, 2)",
                        "sum + __shfl_xor_sync(ALL, sum, 1)"),
                new Mutant(
                        "rank-clear",
                        KernelChecks.GROUP_TOP_K,
                        "rank.cu",
                        "        list[i / LENGTH * next + i % LENGTH] = 0;\n",
                        ""),
                new Mutant(
                        "rank-near",
                        KernelChecks.GROUP_TOP_K,
                        "rank.cu",
                        "- 2 * search.deviation",
                        "+ 2 * search.deviation"),
                new Mutant(
                        "rank-unsure",
                        KernelChecks.SEARCH,
                        "rank.cu",
                        "exact.unsure[query] = 1;",
                        "exact.unsure[query] = 0;"),
                new Mutant(
                        "columns-tap",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "outputs, g - from, output",
                        "outputs, g - start, output"),
                new Mutant(
                        "columns-shift",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "__funnelshift_r(four.words[1], four.words[2], four.shift)",
                        "__funnelshift_r(four.words[1], four.words[2], 8)"),
                new Mutant(
                        "columns-rounds", KernelChecks.RESAMPLE, "resample.cu", "group += WARPS", "group += WARPS + 1"),
                new Mutant("columns-part", KernelChecks.RESAMPLE, "resample.cu", "i % PARTS * LOAD_ROWS", "i % PARTS"),
                new Mutant("columns-order", KernelChecks.RESAMPLE, "resample.cu", "0x0741", "0x0471"),
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
                        "border = task.border;",
                        "border = task.fill;"),
                new Mutant("columns-luma", KernelChecks.RESAMPLE, "resample.cu", "red * 19595", "red * 19594"),
                new Mutant("rounding", KernelChecks.RESAMPLE, "resample.cu", "1 << (PRECISION_BITS - 1)", "0"),
                new Mutant(
                        "weights-upper",
                        KernelChecks.RESAMPLE,
                        "resample.cu",
                        "(static_cast<unsigned>(sums.upper) << 16)",
                        "(static_cast<unsigned>(sums.upper) << 15)"),
                new Mutant(
                        "class-sums-edge",
                        KernelChecks.CLASS_SUMS,
                        "class_sums.cu",
                        "            if (i + a < to) {",
                        "            if (i + a <= to) {"),
                new Mutant(
                        "class-sums-carried",
                        KernelChecks.CLASS_SUMS,
                        "class_sums.cu",
                        "double sum = continues ? carried[own] : 0;",
                        "double sum = 0;"),
                new Mutant(
                        "class-sums-ends",
                        KernelChecks.CLASS_SUMS,
                        "class_sums.cu",
                        "DISCERN_SLAB_ENDS) != 0",
                        "DISCERN_SLAB_CONTINUES) == 0"),
                new Mutant(
                        "class-sums-left",
                        KernelChecks.CLASS_SUMS,
                        "class_sums.cu",
                        "ends ? 0 : part",
                        "ends ? carried[own] : part"),
                new Mutant(
                        "class-sums-squares",
                        KernelChecks.CLASS_SUMS,
                        "class_sums.cu",
                        "static_cast<int64_t>(slabs + slab) * dim",
                        "static_cast<int64_t>(slabs) * dim"),
                new Mutant(
                        "class-sums-class",
                        KernelChecks.CLASS_SUMS,
                        "class_sums.cu",
                        "classes, slab)) * dim",
                        "classes, slab + 1)) * dim"));
    }

    /** Those of the layers of a transformer. */
    private static Stream<Mutant> layers() {
        return Stream.of(
                new Mutant(
                        "attention-tile-barrier",
                        KernelChecks.TENSOR_ATTENTION,
                        "layer_attention.cu",
                        "        wait_copies<0>();\n        __syncthreads();\n        copy_keys",
                        "        wait_copies<0>();\n        copy_keys"),
                new Mutant(
                        "attention-wait",
                        KernelChecks.TENSOR_ATTENTION,
                        "layer_attention.cu",
                        "        wait_copies<0>();\n        __syncthreads();\n        copy_keys",
                        "        __syncthreads();\n        copy_keys"),
                new Mutant(
                        "float-attention-read-barrier",
                        KernelChecks.FLOAT_ATTENTION,
                        "layer_attention.cu",
                        "        // the tile before has been read\n        __syncthreads();\n",
                        ""),
                new Mutant(
                        "float-attention-load-barrier",
                        KernelChecks.FLOAT_ATTENTION,
                        "layer_attention.cu",
                        "keys[at + job.value_column] : 0;\n        }\n        __syncthreads();",
                        "keys[at + job.value_column] : 0;\n        }"),
                new Mutant("heads-sync", KernelChecks.ROW_LAYERS, "layer_rows.cu", "    __syncwarp();\n", ""),
                new Mutant(
                        "attention-key-edge",
                        KernelChecks.TENSOR_ATTENTION,
                        "layer_attention.cu",
                        "return key < keys &&",
                        "return key <= keys &&"),
                new Mutant(
                        "attention-row-edge",
                        KernelChecks.TENSOR_ATTENTION,
                        "layer_attention.cu",
                        "if (row < count) {",
                        "if (row <= count) {"),
                new Mutant(
                        "attention-query-edge",
                        KernelChecks.TENSOR_ATTENTION,
                        "layer_attention.cu",
                        "        if (query < view.queries) {",
                        "        if (query <= view.queries) {"),
                new Mutant(
                        "float-attention-query-edge",
                        KernelChecks.FLOAT_ATTENTION,
                        "layer_attention.cu",
                        "if (query < view.queries && column < PITCH) {",
                        "if (query <= view.queries && column < PITCH) {"),
                new Mutant(
                        "attention-causal-edge",
                        KernelChecks.TENSOR_ATTENTION,
                        "layer_attention.cu",
                        "causal && key > query",
                        "causal && key >= query"),
                new Mutant(
                        "attention-causal-end",
                        KernelChecks.FLOAT_ATTENTION,
                        "layer_attention.cu",
                        "min(keys, end)",
                        "min(keys, end - 1)"),
                new Mutant(
                        "layer-edge",
                        KernelChecks.GROUP_LAYERS,
                        "layer_product.cu",
                        "row_of(r) < job.rows && column < stride",
                        "row_of(r) <= job.rows && column < stride"),
                new Mutant(
                        "layer-column-edge",
                        KernelChecks.TENSOR_LAYERS,
                        "layer_product.cu",
                        "row_of(r) < job.rows && column < stride",
                        "row_of(r) < job.rows && column <= stride"),
                new Mutant(
                        "float-layer-edge",
                        KernelChecks.FLOAT_LAYERS,
                        "layer_product.cu",
                        "if (row < job.rows) {",
                        "if (row <= job.rows) {"),
                new Mutant(
                        "float-layer-column-edge",
                        KernelChecks.FLOAT_LAYERS,
                        "layer_product.cu",
                        "if (column >= stride) {",
                        "if (column > stride) {"),
                new Mutant(
                        "patches-edge",
                        KernelChecks.ROW_LAYERS,
                        "layer_rows.cu",
                        "k < columns ? stored_value",
                        "k <= columns ? stored_value"),
                new Mutant(
                        "norm-long-rows",
                        KernelChecks.ROW_LAYERS,
                        "layer_rows.cu",
                        "threadIdx.x % 32 + HELD * 32; piece",
                        "threadIdx.x % 32 + (HELD + 1) * 32; piece"),
                new Mutant(
                        "attention-mask",
                        KernelChecks.TENSOR_ATTENTION,
                        "layer_attention.cu",
                        "mask[key] != 0)",
                        "mask[key] == 0)"),
                new Mutant(
                        "attention-rescale",
                        KernelChecks.TENSOR_ATTENTION,
                        "layer_attention.cu",
                        "                sums[j][r * 2 + 1] *= factor;\n",
                        ""),
                new Mutant(
                        "attention-sum",
                        KernelChecks.TENSOR_ATTENTION,
                        "layer_attention.cu",
                        "__shfl_xor_sync(ALL, rows[r].sum, 2)",
                        "__shfl_xor_sync(ALL, rows[r].sum, 1)"),
                new Mutant(
                        "attention-transposed",
                        KernelChecks.TENSOR_ATTENTION,
                        "layer_attention.cu",
                        "(j + lane / 16) * 8]",
                        "(j + lane / 8 % 2) * 8]"),
                new Mutant(
                        "attention-padding",
                        KernelChecks.TENSOR_ATTENTION,
                        "layer_attention.cu",
                        "head == job.heads - 1 ?",
                        "head == job.heads ?"),
                new Mutant(
                        "attention-skip",
                        KernelChecks.FLOAT_ATTENTION,
                        "layer_attention.cu",
                        "    int64_t first_key = input * job.key_step + job.key_first;\n    float scale",
                        "    int64_t first_key = input * job.key_step;\n    float scale"),
                new Mutant(
                        "float-attention-rescale",
                        KernelChecks.FLOAT_ATTENTION,
                        "layer_attention.cu",
                        "                sums[i][c] *= factor;\n",
                        "                sums[i][c] *= factor > 0 ? 1 : 0;\n"),
                new Mutant(
                        "layer-transpose",
                        KernelChecks.GROUP_LAYERS,
                        "layer_product.cu",
                        "upper ? words[i] : words[i | bit]",
                        "upper ? words[i | bit] : words[i]"),
                new Mutant(
                        "layer-adds",
                        KernelChecks.GROUP_LAYERS,
                        "layer_product.cu",
                        "before[i].x + x[i * 2],",
                        "x[i * 2],"),
                new Mutant(
                        "layer-bias",
                        KernelChecks.GROUP_LAYERS,
                        "layer_product.cu",
                        "two_of(job.bias, some_column(first + k))",
                        "two_of(job.bias, some_column(k))"),
                new Mutant(
                        "layer-factor",
                        KernelChecks.TENSOR_LAYERS,
                        "layer_product.cu",
                        "* 2 + 1] *= factor.y",
                        "* 2 + 1] *= factor.x"),
                new Mutant(
                        "layer-times",
                        KernelChecks.TENSOR_LAYERS,
                        "layer_product.cu",
                        "x[i * 2 + 1] *= with[1]",
                        "x[i * 2 + 1] *= with[0]"),
                new Mutant("layer-gelu", KernelChecks.FLOAT_LAYERS, "layer_product.cu", "x * 0.70710678f", "x * 0.7f"),
                new Mutant(
                        "norm-groups",
                        KernelChecks.ROW_LAYERS,
                        "layer_rows.cu",
                        "width - (piece * PIECE - group * pitch)",
                        "width - piece * PIECE"),
                new Mutant(
                        "norm-mean",
                        KernelChecks.ROW_LAYERS,
                        "layer_rows.cu",
                        "float off = x.v[i] - mean;",
                        "float off = x.v[i];"),
                new Mutant(
                        "place-first",
                        KernelChecks.FLOAT_LAYERS,
                        "layer_rows.cu",
                        "i / job.columns + job.first",
                        "i / job.columns"),
                new Mutant(
                        "place-transposed",
                        KernelChecks.FLOAT_LAYERS,
                        "layer_rows.cu",
                        "job.transposed ? along : line",
                        "line"),
                new Mutant(
                        "tokens-position",
                        KernelChecks.ROW_LAYERS,
                        "layer_rows.cu",
                        "positions[static_cast<int64_t>(patch) * stride",
                        "positions[static_cast<int64_t>(patch + 1) * stride"),
                new Mutant("pool-skip", KernelChecks.ROW_LAYERS, "layer_rows.cu", "token = job.skip", "token = 0"),
                new Mutant("pool-mask", KernelChecks.ROW_LAYERS, "layer_rows.cu", "+ token] != 0", "+ token] >= 0"),
                new Mutant(
                        "heads-half",
                        KernelChecks.ROW_LAYERS,
                        "layer_rows.cu",
                        "c < half ? c + half : c - half",
                        "c < half ? c + half : c"),
                new Mutant(
                        "heads-turn",
                        KernelChecks.ROW_LAYERS,
                        "layer_rows.cu",
                        "first ? -partner : partner",
                        "first ? partner : -partner"),
                new Mutant("heads-prefix", KernelChecks.ROW_LAYERS, "layer_rows.cu", "patch >= 0;", "patch > 0;"));
    }

    /** All, or with {@code -Dmutants=REGEX} those whose name matches. */
    private static Stream<Mutant> chosen() {
        String names = System.getProperty("mutants", ".*");
        return Stream.concat(mutants(), layers()).filter(mutant -> mutant.name().matches(names));
    }

    @ParameterizedTest
    @MethodSource("chosen")
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
                .isNotEmpty();
    }
}
