package io.discern.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Sets of images with equal decoded pixels. */
final class Copies {
    private final List<LabeledImage> images;
    /** The places of the members of each set, ascending; sets by their first member. */
    private final List<List<Integer>> sets = new ArrayList<>();

    Copies(List<LabeledImage> images, List<PixelFacts> facts) {
        this.images = images;
        Map<String, List<Integer>> byPixels = new LinkedHashMap<>();
        for (int i = 0; i < facts.size(); i++) {
            if (facts.get(i).readable()) {
                byPixels.computeIfAbsent(facts.get(i).key(), key -> new ArrayList<>(1))
                        .add(i);
            }
        }
        byPixels.values().stream().filter(set -> set.size() > 1).forEach(sets::add);
    }

    List<List<Integer>> sets() {
        return sets;
    }

    int files() {
        return sets.stream().mapToInt(List::size).sum();
    }

    /** The sets whose members are of several classes. */
    List<List<Integer>> contradictions() {
        return sets.stream().filter(set -> labels(set).size() > 1).toList();
    }

    private Set<String> labels(List<Integer> set) {
        Set<String> labels = new TreeSet<>();
        set.forEach(place -> labels.add(images.get(place).label()));
        return labels;
    }

    /** How many sets have members in several splits; what is in none is in no other. */
    int acrossSplits() {
        return (int) sets.stream()
                .filter(set -> set.stream()
                                .map(place -> images.get(place).split())
                                .filter(split -> !split.isEmpty())
                                .distinct()
                                .count()
                        > 1)
                .count();
    }

    /** The images of a set with their labels, for people. */
    String named(List<Integer> set) {
        List<String> names = new ArrayList<>();
        for (int place : set.subList(0, Math.min(set.size(), 4))) {
            names.add(images.get(place).id() + " (" + images.get(place).label() + ")");
        }
        return String.join(" = ", names) + (set.size() > 4 ? " = ..." : "");
    }

    /** What is dropped so that every picture is there once; none of those that contradict themselves. */
    Set<Integer> surplus() {
        Set<Integer> surplus = new HashSet<>();
        for (List<Integer> set : sets) {
            boolean one = labels(set).size() == 1;
            surplus.addAll(set.subList(one ? 1 : 0, set.size()));
        }
        return surplus;
    }

    /** The group of each image when the groups of equal images are one, under the name of the first. */
    List<String> joinedGroups() {
        Map<String, String> parents = new HashMap<>();
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < images.size(); i++) {
            firsts.putIfAbsent(images.get(i).group(), i);
        }
        for (List<Integer> set : sets) {
            String one = root(parents, images.get(set.get(0)).group());
            for (int place : set.subList(1, set.size())) {
                String other = root(parents, images.get(place).group());
                if (!one.equals(other)) {
                    boolean earlier = firsts.get(one) < firsts.get(other);
                    parents.put(earlier ? other : one, earlier ? one : other);
                    one = earlier ? one : other;
                }
            }
        }
        return images.stream().map(image -> root(parents, image.group())).toList();
    }

    private static String root(Map<String, String> parents, String group) {
        String root = group;
        while (parents.containsKey(root)) {
            root = parents.get(root);
        }
        return root;
    }
}
