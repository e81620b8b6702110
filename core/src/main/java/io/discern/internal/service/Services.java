package io.discern.internal.service;

import io.discern.spi.Provider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The providers of one service by name. A provider that cannot be created, or that has an illegal or a duplicate name, is
 * kept as a failure with its reason and leaves the others usable.
 *
 * @param <P> the service type
 */
public final class Services<P extends Provider> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");

    private final Map<String, P> byName = new TreeMap<>();
    private final Map<String, String> duplicates = new LinkedHashMap<>();
    private final Set<String> failures = new LinkedHashSet<>();
    private final Set<String> classes = new HashSet<>();

    private Services() {}

    /**
     * Finds the providers that the loader of the service's type sees, and those that the thread's context loader sees beside
     * them. Threads of a pool carry the system's loader, which sees nothing where an application has a loader of its own, so the
     * context alone does not do. A class that both find counts once.
     */
    public static <P extends Provider> Services<P> load(Class<P> type) {
        Services<P> services = new Services<>();
        services.addAll(type, type.getClassLoader());
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null && context != type.getClassLoader() && sees(context, type)) {
            services.addAll(type, context);
        }
        return services;
    }

    /** Whether a loader knows this very type: one that has another copy of the library has no providers for this copy. */
    private static boolean sees(ClassLoader loader, Class<?> type) {
        try {
            return Class.forName(type.getName(), false, loader) == type;
        } catch (ClassNotFoundException | LinkageError unknown) {
            return false;
        }
    }

    private void addAll(Class<P> type, ClassLoader loader) {
        Iterator<ServiceLoader.Provider<P>> found =
                ServiceLoader.load(type, loader).stream().iterator();
        while (addNext(found)) {
            // one provider a step, so that a broken one costs only itself
        }
    }

    private boolean addNext(Iterator<ServiceLoader.Provider<P>> found) {
        try {
            if (!found.hasNext()) {
                return false;
            }
            ServiceLoader.Provider<P> provider = found.next();
            if (classes.add(provider.type().getName())) {
                create(provider);
            }
        } catch (ServiceConfigurationError broken) {
            failures.add(rootMessage(broken));
        }
        return true;
    }

    private void create(ServiceLoader.Provider<P> provider) {
        try {
            add(provider.get());
        } catch (ServiceConfigurationError | RuntimeException | LinkageError broken) {
            failures.add(provider.type().getName() + " failed to load: " + rootMessage(broken));
        }
    }

    private void add(P provider) {
        String name = provider.name();
        if (name == null || !NAME.matcher(name).matches()) {
            failures.add(provider.getClass().getName() + " has the illegal name '" + name
                    + "'; expected 1 to 63 of a-z 0-9 -");
            return;
        }
        P other = byName.putIfAbsent(name, provider);
        if (other != null) {
            duplicates.put(
                    name,
                    "provider name '" + name + "' is claimed twice: by " + describe(other) + " and by "
                            + describe(provider) + ". Remove one of them from the class path.");
        }
    }

    private static String describe(Object provider) {
        var source = provider.getClass().getProtectionDomain().getCodeSource();
        return provider.getClass().getName() + (source == null ? "" : " in " + source.getLocation());
    }

    private static String rootMessage(Throwable broken) {
        Throwable root = broken;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == broken ? String.valueOf(broken.getMessage()) : broken.getMessage() + ": " + root;
    }

    /** The providers by name, sorted; those with a contested name included. */
    public Map<String, P> byName() {
        return byName;
    }

    /** What is there and what is not: one line per provider with its facts or reasons, and one per broken provider. */
    public List<String> explain() {
        List<String> lines = new ArrayList<>();
        byName.forEach((name, provider) -> lines.add(name + ": " + provider.description() + " - "
                + provider.availability().summary()));
        failures.forEach(problem -> lines.add("problem: " + problem));
        duplicates.values().forEach(problem -> lines.add("problem: " + problem));
        return lines;
    }

    /**
     * The provider of that name.
     *
     * @param kind what a provider is called in the message
     * @throws IllegalArgumentException if there is none, listing the names there are and what failed to load, or if two
     *     claim the name
     */
    public P require(String kind, String name) {
        if (duplicates.containsKey(name)) {
            throw new IllegalArgumentException(duplicates.get(name));
        }
        P provider = byName.get(name);
        if (provider == null) {
            String broken = failures.isEmpty() ? "" : ". Could not be loaded: " + String.join("; ", failures);
            throw new IllegalArgumentException(
                    "no " + kind + " named '" + name + "'; found: " + byName.keySet() + broken);
        }
        return provider;
    }
}
