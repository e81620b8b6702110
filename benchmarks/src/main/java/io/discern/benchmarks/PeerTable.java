package io.discern.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * The table job / Discern / peer / ratio, from one run: for each row Discern and its peers take turns on all processors, each of them
 * first as often as the others, and a ratio is taken within a turn. {@code benchmarks/peers} makes the peers' environment and starts it.
 */
public final class PeerTable {
    private static final String SCRIPT = "peers.py";
    private static final Path CPU = Path.of("/proc/cpuinfo");
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Milliseconds, milliseconds of CPU, and the value, of one turn. */
    private record Turn(double wall, double cpu, double value) {}

    private PeerTable() {}

    /**
     * Runs it.
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
        printMachine();
        System.out.println("| job | Discern, ms | peer | peer, ms | Discern / peer | by CPU time | goal | values |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (PeerRow row : rows) {
            if (names.isEmpty() || names.contains(row.name())) {
                measure(row, rounds == 0 ? row.rounds() : rounds);
            }
        }
        System.out.printf("%nLoad at the end %.1f.%n", SYSTEM.getSystemLoadAverage());
    }

    private static void printMachine() throws IOException {
        String cpu = Files.exists(CPU)
                ? Files.readAllLines(CPU).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst(".*: ", ""))
                        .findFirst()
                        .orElse("")
                : System.getProperty("os.arch");
        System.out.printf(
                "%s, %d processors, load %.1f; Java %s; quartile / median / quartile of the turns.%n",
                cpu,
                Runtime.getRuntime().availableProcessors(),
                SYSTEM.getSystemLoadAverage(),
                System.getProperty("java.vm.version"));
        try (PythonPeer peer = PythonPeer.start(SCRIPT, threads(), "", "--versions")) {
            System.out.println(peer.answer() + "\n");
        }
    }

    private static boolean knows(String instructions) throws IOException {
        return Files.exists(CPU) && Files.readString(CPU).contains(" " + instructions + " ");
    }

    private static Map<String, String> threads() throws IOException {
        String threads = Integer.toString(Runtime.getRuntime().availableProcessors());
        Map<String, String> environment = new HashMap<>(PillowComparison.KEEPING_MEMORY);
        environment.put("OMP_NUM_THREADS", threads);
        environment.put("OPENBLAS_NUM_THREADS", threads);
        if (knows("avx512f")) {
            // The OpenBLAS inside FAISS does not know the newest processors and falls back to SSE; the others choose it
            // by themselves.
            environment.put("OPENBLAS_CORETYPE", "SkylakeX");
        }
        // Waiting OpenMP threads would otherwise take the processors from OpenBLAS's, and from Discern.
        environment.put("OMP_WAIT_POLICY", "passive");
        return environment;
    }

    private static void measure(PeerRow row, int rounds) throws IOException {
        Path folder = Files.createTempDirectory("peers");
        int sides = 1 + row.peers().size();
        try (PeerRow.Subject subject = row.prepare(folder);
                PythonPeer peer = PythonPeer.start(SCRIPT, threads(), folder)) {
            for (int i = 0; i < row.warmUps(); i++) {
                subject.run();
            }
            Turn[][] turns = new Turn[sides][rounds];
            for (int round = -1; round < rounds; round++) {
                for (int i = 0; i < sides; i++) {
                    int side = (i + round + 1) % sides;
                    Turn turn =
                            side == 0 ? own(subject) : theirs(peer, row.peers().get(side - 1));
                    turns[side][Math.max(0, round)] = turn;
                }
            }
            for (int side = 1; side < sides; side++) {
                print(row, row.peers().get(side - 1), turns[0], turns[side]);
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Turn own(PeerRow.Subject subject) {
        long start = System.nanoTime();
        long busy = SYSTEM.getProcessCpuTime();
        DoubleSupplier value = subject.run();
        double wall = (System.nanoTime() - start) / 1e6;
        return new Turn(wall, (SYSTEM.getProcessCpuTime() - busy) / 1e6, value.getAsDouble());
    }

    private static Turn theirs(PythonPeer peer, String job) throws IOException {
        double[] answer = Arrays.stream(peer.ask(job).split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return new Turn(answer[0], answer[1], answer[2]);
    }

    private static void print(PeerRow row, String peer, Turn[] own, Turn[] theirs) {
        double[] ours = Arrays.stream(own).mapToDouble(Turn::wall).toArray();
        double[] others = Arrays.stream(theirs).mapToDouble(Turn::wall).toArray();
        double[] cpu = Quartiles.ratio(
                Arrays.stream(own).mapToDouble(Turn::cpu).toArray(),
                Arrays.stream(theirs).mapToDouble(Turn::cpu).toArray());
        System.out.printf(
                "| %s, %s | %s | %s | %s | %s | %s | %s | %.9g, %.9g |%n",
                row.name(),
                row.shape(),
                Quartiles.cell(ours, "%.1f"),
                peer,
                Quartiles.cell(others, "%.1f"),
                Quartiles.cell(Quartiles.ratio(ours, others), "%.3f"),
                Quartiles.cell(cpu, "%.2f"),
                row.goal() > 0 ? row.goal() : "-",
                own[0].value(),
                theirs[0].value());
    }
}
