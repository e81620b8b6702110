package io.discern.dataset;

import io.discern.internal.dataset.Splits;
import io.discern.internal.file.FileNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the folders that images lie in mean: {@code CLASS/...}, {@code SPLIT/CLASS/...}, {@code CLASS/SPLIT/...}, {@code CLASS/PATIENT/...}, or
 * nothing where they lie flat.
 */
final class FolderLayout {
    /** Folders that hold the images of everything rather than of a class. */
    private static final Set<String> HOLDERS = Set.of("images", "image", "imgs", "img");

    /**
     * Where an image belongs.
     *
     * @param image its path below the root
     * @param split its split, or empty
     * @param label its class, or empty
     * @param patient the folder directly below the class that it lies in, or empty
     */
    record Place(Path image, String split, String label, String patient) {}

    private final List<Place> places = new ArrayList<>();
    private final List<Path> outside = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private FolderLayout() {}

    static FolderLayout of(List<Path> images) {
        FolderLayout layout = new FolderLayout();
        int depth = layout.wrappers(images);
        Set<String> tops = names(images, depth);
        Set<String> splits = tops.stream().filter(Splits::is).collect(Collectors.toCollection(TreeSet::new));
        boolean bySplit = !splits.isEmpty()
                && (splits.size() == tops.size()
                        || splits.stream().map(Splits::named).distinct().count() > 1);
        if (bySplit) {
            layout.bySplit(images, depth, tops, splits);
        } else {
            layout.byClass(images, depth);
        }
        return layout;
    }

    /** How many folders lie around the splits, each the only one of its level. */
    private int wrappers(List<Path> images) {
        for (int depth = 0; ; depth++) {
            Set<String> tops = names(images, depth);
            int level = depth;
            boolean single = tops.size() == 1 && images.stream().allMatch(image -> image.getNameCount() > level + 2);
            if (tops.stream().anyMatch(Splits::is)) {
                return depth;
            }
            if (!single) {
                return 0;
            }
        }
    }

    /** The folders at that depth. */
    private static Set<String> names(List<Path> images, int depth) {
        return images.stream()
                .filter(image -> image.getNameCount() > depth + 1)
                .map(image -> FileNames.text(image.getName(depth)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void bySplit(List<Path> images, int depth, Set<String> tops, Set<String> splits) {
        boolean classes = images.stream()
                .anyMatch(image ->
                        image.getNameCount() > depth + 2 && splits.contains(FileNames.text(image.getName(depth))));
        for (Path image : images) {
            boolean inside = image.getNameCount() > depth + (classes ? 2 : 1)
                    && splits.contains(FileNames.text(image.getName(depth)));
            if (inside) {
                String split = Splits.named(FileNames.text(image.getName(depth)));
                places.add(place(image, split, classes ? depth + 1 : -1));
            } else {
                outside.add(image);
            }
        }
        remarks.add("folders " + String.join(", ", splits) + " are taken as splits, "
                + (classes ? "the folders in them as classes" : "their images have no class folders"));
        if (splits.size() < tops.size()) {
            Set<String> others = new TreeSet<>(tops);
            others.removeAll(splits);
            remarks.add("folders beside the splits are left out: " + String.join(", ", others));
        }
    }

    private void byClass(List<Path> images, int depth) {
        Set<String> tops = names(images, depth);
        boolean flat = tops.isEmpty()
                || tops.size() == 1 && HOLDERS.contains(tops.iterator().next().toLowerCase(Locale.ROOT));
        boolean inner = !flat
                && images.stream()
                        .filter(image -> image.getNameCount() > depth + 1)
                        .allMatch(image -> image.getNameCount() > depth + 2
                                && Splits.is(FileNames.text(image.getName(depth + 1))));
        for (Path image : images) {
            if (flat) {
                places.add(new Place(image, "", "", ""));
            } else if (image.getNameCount() == depth + 1) {
                outside.add(image);
            } else if (inner) {
                String split = Splits.named(FileNames.text(image.getName(depth + 1)));
                places.add(new Place(image, split, FileNames.text(image.getName(depth)), ""));
            } else {
                places.add(place(image, "", depth));
            }
        }
        if (inner) {
            remarks.add("folders inside the classes are taken as splits");
        }
        if (!outside.isEmpty()) {
            remarks.add(outside.size() + " images beside the class folders have no class and are left out");
        }
        tops.stream()
                .filter(top -> !flat && Splits.is(top))
                .forEach(top -> remarks.add("the class folder '" + top + "' has the name of a split"));
        if (!flat && tops.size() == 1 && outside.isEmpty()) {
            Set<String> inside = names(images, depth + 1);
            if (inside.size() > 1) {
                String top = tops.iterator().next();
                remarks.add("'" + top + "' is the only class; if its folders " + shortened(inside)
                        + " are the classes, give that folder");
            }
        }
    }

    private static String shortened(Set<String> names) {
        List<String> first = names.stream().limit(5).toList();
        return String.join(", ", first) + (names.size() > 5 ? ", ..." : "");
    }

    private static Place place(Path image, String split, int classDepth) {
        boolean deeper = classDepth >= 0 && image.getNameCount() > classDepth + 2;
        return new Place(
                image,
                split,
                classDepth < 0 ? "" : FileNames.text(image.getName(classDepth)),
                deeper ? FileNames.text(image.getName(classDepth + 1)) : "");
    }

    /** The images that have a place, in order. */
    List<Place> places() {
        return places;
    }

    /** The images that have none. */
    List<Path> outside() {
        return outside;
    }

    /** What was recognised, for people. */
    List<String> remarks() {
        return remarks;
    }

    /**
     * Whether the folders below the classes are groups: every image lies in one, every class has several, and they are not the same in every
     * class. Names that all classes share ({@code 40X}, {@code left}) are kinds of pictures, not patients.
     *
     * @param places those of the images that remain
     */
    static boolean hasPatients(List<Place> places) {
        Map<String, Set<String>> ofClass = new HashMap<>();
        for (Place place : places) {
            if (place.patient().isEmpty()) {
                return false;
            }
            ofClass.computeIfAbsent(place.label(), label -> new HashSet<>()).add(place.patient());
        }
        boolean alike = ofClass.size() > 1 && new HashSet<>(ofClass.values()).size() == 1;
        return !places.isEmpty() && !alike && ofClass.values().stream().allMatch(patients -> patients.size() > 1);
    }
}
