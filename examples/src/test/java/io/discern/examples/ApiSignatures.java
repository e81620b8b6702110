package io.discern.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The public and protected names of a folder of classes, but for those of {@code internal} packages, as text. */
final class ApiSignatures {

    private ApiSignatures() {}

    /** One block for each public type, sorted: its declaration, then its members, sorted. */
    static String of(Path classes) throws IOException {
        try (URLClassLoader loader =
                        new URLClassLoader(new URL[] {classes.toUri().toURL()}, ApiSignatures.class.getClassLoader());
                Stream<Path> files = Files.walk(classes)) {
            List<String> names = files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.substring(0, file.length() - 6)
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .filter(name -> !name.contains(".internal."))
                    .sorted()
                    .toList();
            List<String> blocks = new ArrayList<>();
            for (String name : names) {
                Class<?> type = load(loader, name);
                if (isReachable(type)) {
                    blocks.add(block(type));
                }
            }
            return String.join("\n", blocks);
        }
    }

    private static Class<?> load(ClassLoader loader, String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new UncheckedIOException(new IOException(name, e));
        }
    }

    /** Public, and so is everything it is nested in. */
    private static boolean isReachable(Class<?> type) {
        return isOpen(type.getModifiers())
                && !type.isSynthetic()
                && !type.isAnonymousClass()
                && (type.getDeclaringClass() == null || isReachable(type.getDeclaringClass()));
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String block(Class<?> type) {
        List<String> members = new ArrayList<>();
        members.addAll(lines(type.getDeclaredFields(), Field::toGenericString));
        members.addAll(lines(type.getDeclaredConstructors(), Constructor::toGenericString));
        members.addAll(lines(type.getDeclaredMethods(), Method::toGenericString));
        String own = type.getName() + ".";
        return members.stream()
                .map(member -> "    " + member.replace(own, "") + "\n")
                .sorted()
                .collect(Collectors.joining("", declaration(type) + "\n", ""));
    }

    private static String declaration(Class<?> type) {
        String above = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass())
                                .filter(parent -> parent != Object.class && !type.isEnum() && !type.isRecord()),
                        Arrays.stream(type.getGenericInterfaces()))
                .map(java.lang.reflect.Type::getTypeName)
                .collect(Collectors.joining(", "));
        return type.toGenericString() + (above.isEmpty() ? "" : " : " + above);
    }

    private static <M extends Member> List<String> lines(M[] members, Function<M, String> text) {
        return Arrays.stream(members)
                .filter(member -> isOpen(member.getModifiers()) && !member.isSynthetic())
                .map(text)
                .toList();
    }
}
