package io.discern.dataset;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a reader should know about the labels, groups and splits of a data set. */
final class LabelRemarks {
    private LabelRemarks() {}

    static List<String> of(List<LabeledImage> images) {
        List<String> remarks = new ArrayList<>();
        Map<String, Set<String>> spellings = new TreeMap<>();
        for (LabeledImage image : images) {
            String folded = folded(image.label());
            spellings.computeIfAbsent(folded, label -> new TreeSet<>()).add(image.label());
        }
        spellings.values().stream()
                .filter(same -> same.size() > 1)
                .forEach(same -> remarks.add("classes " + quoted(same)
                        + " differ only in case, spaces, hyphens, underscores or the encoding of letters and are kept apart;"
                        + " --class-names gives them one name"));
        spellings.values().stream()
                .filter(same -> same.size() == 1)
                .map(same -> same.iterator().next())
                .filter(label -> !label.equals(label.strip()))
                .forEach(label -> remarks.add("class '" + label + "' has a space at an end"));
        if (!images.isEmpty() && images.stream().allMatch(image -> image.label().matches("-?\\d+(\\.0*)?"))) {
            remarks.add("classes are numbers (" + String.join(", ", shortened(spellings.keySet()))
                    + "); --class-names F gives them names");
        }
        splits(images, remarks);
        return remarks;
    }

    /** Alike for labels that look alike. A sign in front of or behind a name says something: {@code -1}, {@code ER-}. */
    private static String folded(String label) {
        return Normalizer.normalize(label, Normalizer.Form.NFKC)
                .strip()
                .replaceAll("(?<=[\\p{L}\\p{N}])[\\s_-]+(?=[\\p{L}\\p{N}])", " ")
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static List<String> shortened(Set<String> names) {
        return names.stream().limit(12).toList();
    }

    private static String quoted(Set<String> names) {
        return String.join(", ", names.stream().map(name -> "'" + name + "'").toList());
    }

    private static void splits(List<LabeledImage> images, List<String> remarks) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        Map<String, Set<String>> splitsOfGroup = new HashMap<>();
        for (LabeledImage image : images) {
            if (image.split().isEmpty()) {
                continue;
            }
            sizes.merge(image.split(), 1, Integer::sum);
            splitsOfGroup
                    .computeIfAbsent(image.group(), group -> new TreeSet<>())
                    .add(image.split());
        }
        if (sizes.isEmpty()) {
            return;
        }
        List<String> counts = new ArrayList<>();
        sizes.forEach((split, count) -> counts.add(split + " " + count));
        remarks.add("splits: " + String.join(", ", counts));
        List<String> spanning = splitsOfGroup.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getKey() + " in " + String.join(" and ", entry.getValue()))
                .sorted()
                .toList();
        if (!spanning.isEmpty()) {
            remarks.add("leak: " + spanning.size() + " groups lie in several splits, such as " + spanning.get(0));
        }
    }
}
