package io.discern.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * The table job / Discern / peer / ratio, from one run: for each row Discern and its peers take turns on all processors, each of them
 * first as often as the others, and a ratio is taken within a turn. {@code benchmarks/peers} makes the peers' environment and starts it.
 */
public final class PeerTable {
    private static final String SCRIPT = "peers.py";
    private static final String KERNELS = "--kernels";
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int REST_MILLIS = 300;
    /** Shorter jobs are repeated so long, here and in the script: one alone would mostly measure how threads wake up. */
    private static final int TURN_MILLIS = 200;

    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private final PrintStream file;

    /** Milliseconds, milliseconds of CPU, and the value, of one turn. */
    private record Turn(double wall, double cpu, double value) {}

    private PeerTable(PrintStream file) {
        this.file = file;
    }

    /**
     * Runs it. The page is written to {@code target/peers.md} too, line by line.
     *
     * @param args names of rows, all if none; {@code --list} prints them; {@code --rounds N} in front takes so many turns
     */
    public static void main(String[] args) throws IOException {
        List<String> names = new ArrayList<>(List.of(args));
        List<PeerRow> rows = PeerRow.all();
        if (names.contains("--list")) {
            rows.forEach(row -> System.out.println(row.name() + "  " + row.shape()));
            return;
        }
        if (names.contains(KERNELS)) {
            Loader.load(openblas.class);
            return;
        }
        int rounds = 0;
        if (!names.isEmpty() && names.get(0).equals("--rounds")) {
            rounds = Integer.parseInt(names.get(1));
            names.subList(0, 2).clear();
        }
        List<String> known = rows.stream().map(PeerRow::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("row " + name + "; expected one of " + known);
            }
        }
        Path page = Path.of(Files.exists(Path.of(SCRIPT)) ? "target" : "benchmarks/target", "peers.md");
        try (PrintStream file = new PrintStream(Files.newOutputStream(page), true, StandardCharsets.UTF_8)) {
            new PeerTable(file).run(rows, names, rounds);
        }
        System.out.println("Written to " + page.toAbsolutePath());
    }

    private void run(List<PeerRow> rows, List<String> names, int rounds) throws IOException {
        Instant start = Instant.now();
        sayMachine();
        say("| job | Discern, ms | peer | peer, ms | Discern / peer | by CPU time | goal | load | values |");
        say("|---|---|---|---|---|---|---|---|---|");
        for (PeerRow row : rows) {
            if (names.isEmpty() || names.contains(row.name())) {
                try {
                    measure(row, rounds == 0 ? row.turns().counted() : rounds);
                } catch (IOException | RuntimeException failed) {
                    say("| " + row.name() + ", " + row.shape() + " | failed: " + failed + " | | | | | | | |");
                }
            }
        }
        say(String.format(
                Locale.ROOT,
                "%n%d minutes.",
                Duration.between(start, Instant.now()).toMinutes()));
    }

    private void say(String line) {
        System.out.println(line);
        file.println(line);
    }

    private void sayMachine() throws IOException {
        String cpu = Files.exists(CPU)
                ? Files.readAllLines(CPU).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst(".*: ", ""))
                        .findFirst()
                        .orElse("")
                : System.getProperty("os.arch");
        say(String.format(
                Locale.ROOT,
                "%s, %d processors and as many threads on every side; Java %s, OpenBLAS's kernels %s; load at the start %.1f, then at the"
                        + " end of each row (%d are this run's own). A cell is quartile / **median** / quartile of the turns.%n",
                cpu,
                THREADS,
                System.getProperty("java.vm.version"),
                kernels(),
                SYSTEM.getSystemLoadAverage(),
                THREADS));
        try (PythonPeer peer = PythonPeer.start(SCRIPT, environment(), "", "--versions")) {
            say(peer.answer() + "\n");
        }
    }

    /** What OpenBLAS says on the error stream when it is loaded: it can be asked in no other way from here. */
    private static String kernels() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PeerTable.class.getName(),
                        KERNELS)
                .redirectErrorStream(true);
        builder.environment().put("OPENBLAS_VERBOSE", "2");
        return builder.start()
                .inputReader(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("Core: "))
                .map(line -> line.substring(6))
                .findFirst()
                .orElse("unknown");
    }

    private static boolean knows(String instructions) throws IOException {
        return Files.exists(CPU) && Files.readString(CPU).contains(" " + instructions + " ");
    }

    private static Map<String, String> environment() throws IOException {
        Map<String, String> environment = new HashMap<>(PillowComparison.KEEPING_MEMORY);
        environment.put("OMP_NUM_THREADS", Integer.toString(THREADS));
        environment.put("OPENBLAS_NUM_THREADS", Integer.toString(THREADS));
        if (knows("avx512f")) {
            environment.put("FAISS_CORETYPE", "SkylakeX");
        }
        // Waiting OpenMP threads would otherwise take the processors from OpenBLAS's, and from Discern.
        environment.put("OMP_WAIT_POLICY", "passive");
        return environment;
    }

    private void measure(PeerRow row, int rounds) throws IOException {
        Path folder = Files.createTempDirectory("peers");
        int sides = 1 + row.peers().size();
        try (PeerRow.Subject subject = row.prepare(folder);
                PythonPeer peer = PythonPeer.start(SCRIPT, environment(), folder)) {
            for (int i = 0; i < row.turns().before(); i++) {
                subject.run();
            }
            Turn[][] turns = new Turn[sides][rounds];
            for (int round = row.turns().before() == 0 ? 0 : -1; round < rounds; round++) {
                for (int i = 0; i < sides; i++) {
                    int side = (i + round + 1) % sides;
                    rest();
                    Turn turn = side == 0
                            ? own(subject, round == 0)
                            : theirs(peer, row.peers().get(side - 1));
                    turns[side][Math.max(0, round)] = turn;
                }
            }
            if (sides == 1) {
                say(row, "-", turns[0], turns[0]);
            }
            for (int side = 1; side < sides; side++) {
                String job = row.peers().get(side - 1);
                say(row, job + ": " + peer.ask("library " + job), turns[0], turns[side]);
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** OpenBLAS's threads wait busily for some tenth of a second after a job, on a processor that the next turn needs. */
    private static void rest() {
        try {
            Thread.sleep(REST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Some values take longer than the job: only that of the first turn is printed. */
    private static Turn own(PeerRow.Subject subject, boolean asked) {
        long start = System.nanoTime();
        long busy = SYSTEM.getProcessCpuTime();
        int times = 0;
        DoubleSupplier value;
        double wall;
        do {
            value = subject.run();
            times++;
            wall = (System.nanoTime() - start) / 1e6;
        } while (wall < TURN_MILLIS);
        double cpu = (SYSTEM.getProcessCpuTime() - busy) / 1e6;
        return new Turn(wall / times, cpu / times, asked ? value.getAsDouble() : Double.NaN);
    }

    private static Turn theirs(PythonPeer peer, String job) throws IOException {
        double[] answer = Arrays.stream(peer.ask(job).split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return new Turn(answer[0], answer[1], answer[2]);
    }

    /** One line; without a peer the turns are those of Discern twice, and CPU time stands there in milliseconds. */
    private void say(PeerRow row, String peer, Turn[] own, Turn[] theirs) {
        boolean alone = own == theirs;
        double[] ours = Arrays.stream(own).mapToDouble(Turn::wall).toArray();
        double[] others = Arrays.stream(theirs).mapToDouble(Turn::wall).toArray();
        double[] cpu = Arrays.stream(own).mapToDouble(Turn::cpu).toArray();
        double[] cpuRatio = Quartiles.ratio(
                cpu, Arrays.stream(theirs).mapToDouble(Turn::cpu).toArray());
        say(String.format(
                Locale.ROOT,
                "| %s, %s | %s | %s | %s | %s | %s | %s | %.1f | %s |",
                row.name(),
                row.shape(),
                Quartiles.cell(ours, format(ours)),
                peer,
                alone ? "-" : Quartiles.cell(others, format(others)),
                alone ? "-" : Quartiles.cell(Quartiles.ratio(ours, others), "%.3f"),
                alone ? Quartiles.cell(cpu, format(cpu)) + " ms" : Quartiles.cell(cpuRatio, "%.2f"),
                row.goal() > 0 ? row.goal() : "-",
                SYSTEM.getSystemLoadAverage(),
                String.format(Locale.ROOT, alone ? "%.9g" : "%.9g, %.9g", own[0].value(), theirs[0].value())));
    }

    private static String format(double[] milliseconds) {
        return Arrays.stream(milliseconds).max().orElseThrow() < 1000 ? "%.1f" : "%.0f";
    }
}
