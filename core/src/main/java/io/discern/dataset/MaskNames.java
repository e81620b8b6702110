package io.discern.dataset;

import io.discern.internal.file.FileNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files are, by their names, masks or thumbnails of others: {@code x_mask.png} or {@code mask_x.png} beside {@code x.png}, or
 * {@code masks/x.png}. A name alone proves nothing; {@link MaskPixels} looks.
 */
final class MaskNames {
    private static final String WORDS = "(?:masks?|seg|segs|segment|segmented|segmentations?|gt|ground[ _-]?truth"
            + "|annotations?|annotated|labelmap|superpixels|contours?|outlines?)";
    private static final Pattern MASK_SUFFIX =
            Pattern.compile("(.+?)[ ._-]+" + WORDS + "(?:[ ._-]*\\(?\\d+\\)?)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern MASK_PREFIX =
            Pattern.compile("(?:masks?|seg|segmentation)[ ._-]+(.+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern MASK_FOLDER = Pattern.compile(
            "(?:.+[ ._-])?" + WORDS + "(?:[ ._-].*)?|.*(?:groundtruth|segmentations?|masks)", Pattern.CASE_INSENSITIVE);
    private static final Pattern THUMB = Pattern.compile(
            "(?:thumb|thumbnail|tn|preview)s?[ ._-]+(?<after>.+)|(?<before>.+?)[ ._-]+(?:thumb|thumbnail|preview)s?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern THUMB_FOLDER =
            Pattern.compile("(?:thumbs?|thumbnails?|previews?)", Pattern.CASE_INSENSITIVE);

    /** What a name says that a file is. */
    enum Kind {
        MASK,
        THUMBNAIL
    }

    /**
     * A file that is no picture of its own by its name.
     *
     * @param image the file
     * @param kind what it is said to be
     * @param of the image that it belongs to, if there is one
     */
    record Candidate(Path image, Kind kind, Optional<Path> of) {}

    /** Images by their name without ending, in lower case. */
    private final Map<String, List<Path>> byStem = new HashMap<>();

    private MaskNames(List<Path> images) {
        for (Path image : images) {
            byStem.computeIfAbsent(stem(image), stem -> new ArrayList<>(1)).add(image);
        }
    }

    /** Those of the images whose names say so. */
    static List<Candidate> among(List<Path> images) {
        MaskNames names = new MaskNames(images);
        List<Candidate> candidates = new ArrayList<>();
        for (Path image : images) {
            names.candidate(image).ifPresent(candidates::add);
        }
        return candidates;
    }

    private static String stem(Path image) {
        String name = FileNames.text(image.getFileName()).toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private Optional<Candidate> candidate(Path image) {
        String stem = stem(image);
        boolean inMasks = inFolder(image, MASK_FOLDER);
        for (Pattern pattern : List.of(MASK_SUFFIX, MASK_PREFIX)) {
            Matcher matcher = pattern.matcher(stem);
            Optional<Path> of = matcher.matches() ? sibling(image, matcher.group(1), !inMasks) : Optional.empty();
            if (of.isPresent()) {
                return Optional.of(new Candidate(image, Kind.MASK, of));
            }
        }
        if (inMasks) {
            return Optional.of(new Candidate(image, Kind.MASK, sibling(image, stem, false)));
        }
        Matcher thumb = THUMB.matcher(stem);
        Optional<Path> of = Optional.empty();
        if (thumb.matches()) {
            String base = thumb.group("after") == null ? thumb.group("before") : thumb.group("after");
            of = sibling(image, base, false);
        } else if (inFolder(image, THUMB_FOLDER)) {
            of = sibling(image, stem, false);
        }
        return of.map(found -> new Candidate(image, Kind.THUMBNAIL, Optional.of(found)));
    }

    private static boolean inFolder(Path image, Pattern pattern) {
        for (int i = 0; i + 1 < image.getNameCount(); i++) {
            if (pattern.matcher(FileNames.text(image.getName(i))).matches()) {
                return true;
            }
        }
        return false;
    }

    /** The image of that name that shares most folders with the given one, itself and what lies in folders of masks excepted. */
    private Optional<Path> sibling(Path image, String stem, boolean sameFolderOnly) {
        Path best = null;
        int most = -1;
        for (Path other : byStem.getOrDefault(stem.toLowerCase(Locale.ROOT), List.of())) {
            boolean own = other.equals(image) || inFolder(other, MASK_FOLDER) || inFolder(other, THUMB_FOLDER);
            int shared = shared(image, other);
            boolean same = shared == image.getNameCount() - 1 && image.getNameCount() == other.getNameCount();
            if (!own && (same || !sameFolderOnly) && shared > most) {
                best = other;
                most = shared;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int shared(Path a, Path b) {
        int shared = 0;
        int most = Math.min(a.getNameCount(), b.getNameCount()) - 1;
        while (shared < most && a.getName(shared).equals(b.getName(shared))) {
            shared++;
        }
        return shared;
    }
}
