// Checks every variant of every kernel against the first of its job and prints what each takes: lab [small] [JOB...], where a job is
// products, search, scaling, sums or resize.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <launch.cuh>
#include <timer.cuh>

#include "engine.cuh"
#include "lab.cuh"

namespace {

void require(cudaError_t status, const char* what) {
    if (status != cudaSuccess) {
        fprintf(stderr, "%s: %s\n", what, discern_status_text(status));
        exit(1);
    }
}

void require(int status, const char* what) { require(as_error(status), what); }

// Device memory for the whole run, filled from the host.
template <typename T>
T* on_device(const std::vector<T>& values, cudaStream_t stream) {
    void* memory = nullptr;
    require(cudaMalloc(&memory, values.size() * sizeof(T)), "memory");
    require(cudaMemcpyAsync(memory, values.data(), values.size() * sizeof(T), cudaMemcpyHostToDevice, stream), "copy");
    require(cudaStreamSynchronize(stream), "copy");
    return static_cast<T*>(memory);
}

template <typename T>
std::vector<T> on_host(const T* memory, size_t count, cudaStream_t stream) {
    std::vector<T> values(count);
    require(cudaMemcpyAsync(values.data(), memory, count * sizeof(T), cudaMemcpyDeviceToHost, stream), "copy");
    require(cudaStreamSynchronize(stream), "copy");
    return values;
}

double value_of(float value) { return value; }
double value_of(double value) { return value; }
double value_of(unsigned char value) { return value; }
// A key's similarity and row, as far as a double goes.
double value_of(unsigned long long key) { return static_cast<double>(key); }

// The least time that the job's bytes and operations need on this device, in milliseconds.
struct Floor {
    double bytes;
    double operations;
};

// Runs all variants of a job, checks each output against the first's, prints a line each.
template <typename Problem, typename T>
void measure(const char* job, const std::vector<Variant<Problem>>& variants, const Problem& problem, T* out, size_t count,
    double tolerance, Floor floor) {
    std::vector<T> expected;
    for (const auto& variant : variants) {
        require(cudaMemsetAsync(out, 0, count * sizeof(T), problem.stream), "clear");
        require(variant.run(problem), variant.idea);
        std::vector<T> found = on_host(out, count, problem.stream);
        expected = expected.empty() ? found : expected;
        double worst = 0;
        for (size_t i = 0; i < count; i++) {
            double difference = std::fabs(value_of(found[i]) - value_of(expected[i]));
            worst = difference <= worst ? worst : difference;  // not a number is kept
        }
        bool right = worst <= tolerance;
        if (MEASURES) {
            double time = median_milliseconds(problem.stream, [&](int) { require(variant.run(problem), variant.idea); });
            printf("| %s | %d | %s | %.3f ms | %.0f GB/s | %.1f TFLOP/s | %s |\n", job, variant.number, variant.idea, time,
                floor.bytes / time * 1e-6, floor.operations / time * 1e-9, right ? "right" : "WRONG");
        } else {
            printf("| %s | %d | %s | not measured | | | %s |\n", job, variant.number, variant.idea, right ? "right" : "WRONG");
        }
        if (!right) {
            fprintf(stderr, "%s, variant %d: off by %g; expected at most %g\n", job, variant.number, worst, tolerance);
            exit(1);
        }
    }
}

float random_value(uint32_t& state) {
    state = state * 1664525u + 1013904223u;
    return static_cast<float>(state >> 8) / (1 << 23) - 1;
}

std::vector<float> random_values(size_t count, uint32_t seed) {
    std::vector<float> values(count);
    for (float& value : values) {
        value = random_value(seed);
    }
    return values;
}

// Unit rows, made by the library.
template <typename T>
T* made_unit(discern_engine* engine, const float* raw, int rows, int dim, int precision, unsigned* report) {
    void* memory = nullptr;
    size_t bytes = sizeof(T) * discern_padded_rows(rows) * static_cast<size_t>(discern_row_stride(dim));
    require(cudaMalloc(&memory, bytes), "memory");
    require(discern_unit_rows(engine, 0, address(raw), rows, dim, precision, address(memory), address(report)), "unit rows");
    require(discern_await(engine, 0), "unit rows");
    return static_cast<T*>(memory);
}

double* made_norms(discern_engine* engine, const float* raw, int rows, int dim) {
    void* memory = nullptr;
    require(cudaMalloc(&memory, sizeof(double) * rows), "memory");
    require(discern_norms(engine, 0, address(raw), rows, dim, address(memory)), "norms");
    require(discern_await(engine, 0), "norms");
    return static_cast<double*>(memory);
}

void products(discern_engine* engine, discern_engine* older, cudaStream_t stream, int n, int dim) {
    float* raw = on_device(random_values(static_cast<size_t>(n) * dim, 1), stream);
    unsigned* report = on_device(std::vector<unsigned>(2), stream);
    Products p = {};
    p.engine = engine;
    p.older = older;
    p.stream = stream;
    p.queries = p.bank = made_unit<float>(engine, raw, n, dim, DISCERN_FLOAT32, report);
    p.short_queries = p.short_bank = made_unit<__nv_bfloat16>(engine, raw, n, dim, DISCERN_BFLOAT16, report);
    p.query_rows = p.bank_rows = n;
    p.dim = dim;
    p.stride = discern_row_stride(dim);
    size_t count = static_cast<size_t>(n) * n;
    p.out = on_device(std::vector<float>(count), stream);
    double operations = 2.0 * count * dim;
    measure("cosine float32", float_products(), p, p.out, count, (dim + 8) * 0x1p-23, {4.0 * count, operations});
    measure("cosine bfloat16", tensor_products(), p, p.out, count, (dim + 8) * 0x1p-21, {4.0 * count, operations});
}

// The best rows of each query; with all variants where there is memory for all products.
void search(const char* job, discern_engine* engine, discern_engine* older, cudaStream_t stream, int queries, int rows, int dim,
    int k) {
    unsigned* report = on_device(std::vector<unsigned>(2), stream);
    Searches s = {};
    s.engine = engine;
    s.older = older;
    s.stream = stream;
    float* query_values = on_device(random_values(static_cast<size_t>(queries) * dim, 5), stream);
    float* bank_values = on_device(random_values(static_cast<size_t>(rows) * dim, 6), stream);
    s.full.queries = address(made_unit<float>(engine, query_values, queries, dim, DISCERN_FLOAT32, report));
    s.full.bank = address(made_unit<float>(engine, bank_values, rows, dim, DISCERN_FLOAT32, report));
    s.full.query_values = address(query_values);
    s.full.bank_values = address(bank_values);
    s.full.query_norms = address(made_norms(engine, query_values, queries, dim));
    s.full.bank_norms = address(made_norms(engine, bank_values, rows, dim));
    s.full.length = discern_list_length(k);
    s.full.splits = 1;
    size_t keys = static_cast<size_t>(queries) * s.full.length;
    s.full.lists = address(on_device(std::vector<unsigned long long>(keys), stream));
    size_t found = static_cast<size_t>(queries) * k;
    s.best_bytes = found * sizeof(unsigned long long);
    auto* best = on_device(std::vector<unsigned long long>(found), stream);
    s.full.best = address(best);
    int* unsure = on_device(std::vector<int>(queries), stream);
    s.full.unsure = address(unsure);
    s.full.query_rows = queries;
    s.full.bank_rows = rows;
    s.full.dim = dim;
    s.full.k = k;
    s.full.precision = DISCERN_FLOAT32;
    s.full.deviation = (dim + 8) * 0x1p-23;
    s.half = s.full;
    s.half.precision = DISCERN_FLOAT16;
    s.half.queries = address(made_unit<__half>(engine, query_values, queries, dim, DISCERN_FLOAT16, report));
    s.half.bank = address(made_unit<__half>(engine, bank_values, rows, dim, DISCERN_FLOAT16, report));
    s.half.deviation = 0x1p-10 + 0x1p-22 + dim * 0x1p-24 + (dim + 8) * 0x1p-21;
    bool stores = static_cast<int64_t>(queries) * rows <= 1 << 28;
    s.out = stores ? on_device(std::vector<float>(static_cast<size_t>(queries) * rows), stream) : nullptr;
    auto variants = searches();
    variants.erase(variants.begin(), variants.begin() + (stores ? 0 : 1));
    double values = static_cast<double>(queries + rows) * dim;
    measure(job, variants, s, best, found, 0, {4 * values, 2.0 * queries * rows * dim});
    std::vector<int> left = on_host(unsure, queries, stream);
    int count = 0;
    for (int each : left) {
        count += each;
    }
    printf("%s: %d queries of %d are unsure\n", job, count, queries);
}

// The pieces in which the library's analysis sums up.
constexpr int PIECES = 64;

void sums(discern_engine* engine, cudaStream_t stream, int count, int dim, int classes) {
    std::vector<int> labels(count);
    for (int i = 0; i < count; i++) {
        labels[i] = static_cast<int>(i * 2654435761u >> 8) % classes;
    }
    // rows by class, and inside a class by piece
    std::vector<std::vector<int>> by_slab(static_cast<size_t>(classes) * PIECES);
    for (int i = 0; i < count; i++) {
        by_slab[labels[i] * PIECES + static_cast<int64_t>(i) * PIECES / count].push_back(i);
    }
    std::vector<int> plan;
    for (int c = 0; c <= classes; c++) {
        plan.push_back(c * PIECES);
    }
    std::vector<int> order;
    for (const auto& slab : by_slab) {
        plan.push_back(static_cast<int>(order.size()));
        order.insert(order.end(), slab.begin(), slab.end());
    }
    plan.push_back(static_cast<int>(order.size()));
    plan.insert(plan.end(), by_slab.size(), DISCERN_SLAB_ENDS);
    plan.insert(plan.end(), order.begin(), order.end());
    size_t sums = static_cast<size_t>(classes) * dim;
    Sums s = {};
    s.engine = engine;
    s.stream = stream;
    float* rows = on_device(random_values(static_cast<size_t>(count) * dim, 2), stream);
    s.labels = on_device(labels, stream);
    s.count = count;
    double* totals = on_device(std::vector<double>(2 * sums), stream);
    s.rows = {address(rows), 0, address(on_device(std::vector<double>(sums), stream)), address(on_device(plan, stream)),
        address(on_device(std::vector<double>(2 * by_slab.size() * dim), stream)),
        address(on_device(std::vector<double>(2 * sums), stream)), address(totals), dim, classes,
        static_cast<int64_t>(by_slab.size())};
    double values = static_cast<double>(count) * dim;
    measure("class sums", class_sums(), s, totals, 2 * sums, count * 1e-12, {4 * values, 3 * values});
}

void scaling(discern_engine* engine, cudaStream_t stream, int rows, int dim) {
    Scaling s = {};
    s.engine = engine;
    s.stream = stream;
    s.raw = on_device(random_values(static_cast<size_t>(rows) * dim, 4), stream);
    s.rows = rows;
    s.dim = dim;
    size_t count = static_cast<size_t>(discern_padded_rows(rows)) * discern_row_stride(dim);
    s.unit = on_device(std::vector<float>(count), stream);
    s.report = on_device(std::vector<unsigned>(2), stream);
    double values = static_cast<double>(rows) * dim;
    measure("unit rows", unit_rows(), s, s.unit, count, 0x1p-23, {8 * values, 3 * values});
}

// Taps of one axis: a box that is twice the scale wide.
std::vector<int> box_taps(int size, int output, int stride) {
    std::vector<int> taps(output * (2 + stride));
    for (int x = 0; x < output; x++) {
        int centre = (2 * x + 1) * size / (2 * output);
        int first = centre - size / output < 0 ? 0 : centre - size / output;
        int end = centre + size / output + 1 > size ? size : centre + size / output + 1;
        taps[x] = first;
        taps[output + x] = end - first;
        for (int k = 0; k < end - first; k++) {
            taps[2 * output + x * stride + k] = (1 << 22) / (end - first);
        }
    }
    return taps;
}

// The same in groups of four, as the library takes them.
std::vector<int> grouped(const std::vector<int>& plain, int output, int stride) {
    int most = stride / 4 + 2;
    std::vector<int> taps(output * (2 + 3 * most));
    for (int x = 0; x < output; x++) {
        int first = plain[x];
        int end = first + plain[output + x];
        taps[x] = first / 4;
        taps[output + x] = (end + 3) / 4 - first / 4;
        for (int k = first; k < end; k++) {
            auto weight = static_cast<unsigned>(plain[2 * output + x * stride + k - first]);
            auto word = [&](int number) -> unsigned& {
                return reinterpret_cast<unsigned&>(taps[(2 + (k / 4 - first / 4) * 3 + number) * output + x]);
            };
            word(k % 4 / 2) |= (weight & 0xffff) << (16 * (k % 2));
            word(2) |= (weight >> 16 & 0xff) << (8 * (k % 4));
        }
    }
    return taps;
}

int box_stride(int size, int output) { return 2 * size / output + 3; }

// Images of one size, along x, and what comes of it along y.
void resize(discern_engine* engine, cudaStream_t stream, int images, int width, int height, int output) {
    int stride = box_stride(width, output);
    std::vector<discern_columns_task> tasks(images);
    int each = discern_column_blocks(output, 0, height);
    int words = (height + 3) / 4 * 3 * output;
    for (int i = 0; i < images; i++) {
        tasks[i] = {i * width * height * 3, width, 0, height, i * words, output, 0, 0, 0, i * each};
    }
    std::vector<unsigned char> pixels(static_cast<size_t>(images) * width * height * 3);
    uint32_t state = 3;
    for (auto& pixel : pixels) {
        pixel = static_cast<unsigned char>((random_value(state) + 1) * 127);
    }
    // words are read that lie partly behind the last pixel
    pixels.resize(pixels.size() + 4);
    std::vector<int> plain = box_taps(width, output, stride);
    Resize r = {engine, stream, on_device(tasks, stream), images, images * each, width, height, output, on_device(pixels, stream),
        on_device(grouped(plain, output, stride), stream), on_device(plain, stream), stride, nullptr};
    size_t count = static_cast<size_t>(images) * words;
    r.columns = on_device(std::vector<unsigned>(count), stream);
    double bytes = static_cast<double>(pixels.size()) + 4.0 * count;
    measure("resize along x", resized_columns(), r, reinterpret_cast<unsigned char*>(r.columns), 4 * count, 0, {bytes, 8.0 * count * stride});

    std::vector<discern_rows_task> row_tasks(images);
    int row_stride = box_stride(height, output);
    for (int i = 0; i < images; i++) {
        row_tasks[i] = {i * words, height, output, output, 0, 0, 0, 0, 0};
    }
    plain = box_taps(height, output, row_stride);
    Normalize n = {engine, stream, on_device(row_tasks, stream), images, output, output, r.columns,
        on_device(grouped(plain, output, row_stride), stream), on_device(plain, stream), row_stride,
        on_device(random_values(3 * 256, 7), stream), nullptr};
    size_t values = static_cast<size_t>(images) * 3 * output * output;
    n.tensor = on_device(std::vector<float>(values), stream);
    measure("resize along y", normalized_rows(), n, n.tensor, values, 0, {4.0 * (count + values), 2.0 * values * row_stride});
}

}  // namespace

int main(int count, char** arguments) {
    bool small = false;
    bool all = true;
    for (int i = 1; i < count; i++) {
        small = small || strcmp(arguments[i], "small") == 0;
        all = all && strcmp(arguments[i], "small") == 0;
    }
    auto wants = [&](const char* job) {
        return all || std::any_of(arguments + 1, arguments + count, [&](const char* each) { return strcmp(each, job) == 0; });
    };
    discern_engine* engine = nullptr;
    discern_engine* older = nullptr;
    require(discern_open(0, 1 << 20, 1 << 20, &engine), "open cuda:0");
    require(discern_open(0, 1 << 20, 1 << 20, &older), "open cuda:0 again");
    require(discern_limit_capability(older, 80), "limit the capability");
    cudaStream_t stream = stream_of(engine, 0);
    printf("| job | variant | idea | time | bytes | operations | result |\n|---|---|---|---|---|---|---|\n");
    if (wants("products")) {
        products(engine, older, stream, small ? 131 : 16384, small ? 67 : 768);
    }
    if (wants("search")) {
        search("top-k", engine, older, stream, small ? 131 : 16384, small ? 301 : 16384, small ? 33 : 768, small ? 20 : 10);
        if (!small) {
            search("top-k of many", engine, older, stream, 100000, 1000000, 512, 20);
        }
    }
    if (wants("scaling")) {
        scaling(engine, stream, small ? 301 : 1000000, small ? 67 : 512);
    }
    if (wants("sums")) {
        sums(engine, stream, small ? 301 : 1000000, small ? 67 : 512, small ? 5 : 10);
    }
    if (wants("resize")) {
        resize(engine, stream, small ? 2 : 64, small ? 97 : 1024, small ? 33 : 768, small ? 29 : 224);
    }
    require(discern_close(older), "close");
    return discern_close(engine);
}
