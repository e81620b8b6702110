package io.discern.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Results in the order in which they were measured, found by their keys: those of one encoder on one data set, say. Immutable.
 *
 * <p>Looking for what nobody measured is an error that names what there is, so that a misspelt key shows at once. What was asked
 * for and could not be had is a result too: absent, with its reason.
 */
public final class Results implements Iterable<MetricResult> {
    private static final int MOST_NAMED = 60;

    private final List<MetricResult> all;
    /** By the names of metric and variant; of equal ones the first. */
    private final Map<List<String>, MetricResult> byName = new LinkedHashMap<>();

    private Results(Collection<MetricResult> all) {
        this.all = List.copyOf(all);
        this.all.forEach(result -> byName.putIfAbsent(name(result.key()), result));
    }

    /** Collects results. */
    public static Results of(Collection<MetricResult> all) {
        return new Results(all);
    }

    private static List<String> name(ResultKey key) {
        return List.of(key.metric(), key.variant());
    }

    /** All of them, in order. */
    public List<MetricResult> all() {
        return all;
    }

    @Override
    public Iterator<MetricResult> iterator() {
        return all.iterator();
    }

    /**
     * The result with that key, with a value or absent with its reason.
     *
     * @throws NoSuchElementException if there is none; the message names what there is
     */
    public MetricResult get(ResultKey key) {
        MetricResult found = byName.get(name(key));
        if (found == null) {
            throw new NoSuchElementException(
                    "no result " + key.metric() + " " + key.variant() + "; there are " + named());
        }
        return found;
    }

    /**
     * The result with that key; empty if a failure among the results may have taken it away.
     *
     * @throws NoSuchElementException if nothing failed and nobody measured it; the message names what there is
     */
    public Optional<MetricResult> find(ResultKey key) {
        return has(key) || losses().isEmpty() ? Optional.of(get(key)) : Optional.empty();
    }

    /** Whether there is a result with that key. */
    public boolean has(ResultKey key) {
        return byName.containsKey(name(key));
    }

    /** The results whose keys are of one kind, by their keys, in order. */
    public <K extends ResultKey> Map<K, MetricResult> of(Class<K> kind) {
        Map<K, MetricResult> found = new LinkedHashMap<>();
        for (MetricResult result : all) {
            if (kind.isInstance(result.key())) {
                found.putIfAbsent(kind.cast(result.key()), result);
            }
        }
        return found;
    }

    /** The results that stand for what failures took away. */
    public List<MetricResult> losses() {
        return List.copyOf(of(Lost.class).values());
    }

    /** These and others after them. */
    public Results and(Collection<MetricResult> others) {
        List<MetricResult> both = new ArrayList<>(all);
        both.addAll(others);
        return new Results(both);
    }

    /** What there is, for messages. */
    public String named() {
        if (byName.isEmpty()) {
            return "none";
        }
        String names = byName.keySet().stream()
                .limit(MOST_NAMED)
                .map(name -> String.join(" ", name))
                .collect(Collectors.joining("; "));
        return byName.size() > MOST_NAMED ? names + "; and " + (byName.size() - MOST_NAMED) + " more" : names;
    }
}
