package io.discern.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Looks at every image of a data set before it is used: can it be read, is it there more than once, does it look like another. A copy would
 * vote for its own twin, or be its own test. Keeps no pixels; a hash and some facts of each image.
 */
public final class ImageAudit {
    private static final int NAMED = 3;

    /** What is done with images of equal pixels. */
    public enum CopyPolicy {
        /** They become one group: never on both sides of a comparison. Contradicting labels are an error. */
        GROUP,
        /** The first of them stays, or none if their labels contradict each other. */
        DROP,
        /** They stay as they are and are mentioned. */
        KEEP
    }

    private final LabeledImages data;
    private final CopyPolicy policy;
    private final List<String> remarks = new ArrayList<>();

    private ImageAudit(LabeledImages data, CopyPolicy policy) {
        this.data = data;
        this.policy = policy;
    }

    /**
     * The data set as the policy leaves it, its {@link LabeledImages#audit()} completed: a row for each of its images. Images that cannot be
     * read stay in, so that every run reports them.
     *
     * @param progress told how many images have been looked at, from several threads
     * @throws IOException if equal images have different labels and the policy is to group them: names them
     */
    public static LabeledImages of(LabeledImages data, CopyPolicy policy, IntConsumer progress) throws IOException {
        return of(data, policy, progress, AuditMemory.none());
    }

    /**
     * The same without decoding files that the memory knows.
     *
     * @param memory added to, and saved
     * @throws IOException as above, or if the memory cannot be written
     */
    public static LabeledImages of(LabeledImages data, CopyPolicy policy, IntConsumer progress, AuditMemory memory)
            throws IOException {
        ImageAudit audit = new ImageAudit(Objects.requireNonNull(data), Objects.requireNonNull(policy));
        try {
            return audit.audited(progress, memory);
        } catch (UncheckedIOException failed) {
            throw new IOException(failed.getMessage(), failed);
        } finally {
            memory.save();
        }
    }

    private LabeledImages audited(IntConsumer progress, AuditMemory memory) throws IOException {
        AtomicInteger done = new AtomicInteger();
        PixelLook look = new PixelLook(memory);
        List<PixelFacts> facts = data.images().parallelStream()
                .map(image -> {
                    PixelFacts found = look.at(image);
                    progress.accept(done.incrementAndGet());
                    return found;
                })
                .toList();
        List<LabeledImage> images = IntStream.range(0, facts.size())
                .mapToObj(i -> told(data.images().get(i), facts.get(i))
                        .withContent(facts.get(i).content()))
                .toList();
        List<PixelFacts> unreadable =
                facts.stream().filter(found -> !found.readable()).toList();
        if (!unreadable.isEmpty()) {
            remarks.add(unreadable.size() + " images cannot be read. First: "
                    + unreadable.get(0).failure());
        }
        Copies copies = new Copies(images, facts);
        Set<Integer> dropped = resolve(copies);
        if (policy == CopyPolicy.GROUP) {
            List<String> groups = copies.joinedGroups();
            List<LabeledImage> before = images;
            images = IntStream.range(0, groups.size())
                    .mapToObj(i -> groups.get(i).equals(before.get(i).group())
                            ? before.get(i)
                            : before.get(i).withGroup(groups.get(i)))
                    .toList();
        }
        NearCopies near = NearCopies.among(facts);
        mention(near, images);
        List<LabeledImage> listed = images;
        List<AuditRow> rows = rows(images, facts, copies, near.pairs(), dropped);
        List<LabeledImage> kept = IntStream.range(0, images.size())
                .filter(i -> !dropped.contains(i))
                .mapToObj(listed::get)
                .toList();
        rows.addAll(data.audit().rows());
        List<String> all = new ArrayList<>(data.audit().remarks());
        all.addAll(remarks);
        return new LabeledImages(data.name(), kept, new DatasetAudit(rows, all));
    }

    /** The image with what its file says of the patient, where nothing else has said so. */
    private static LabeledImage told(LabeledImage image, PixelFacts found) {
        if (found.facts().isEmpty()) {
            return image;
        }
        Map<String, String> attributes = new LinkedHashMap<>(found.facts().get().attributes());
        attributes.putAll(image.attributes());
        LabeledImage told = image.withAttributes(attributes);
        return !image.groupKnown() && found.facts().get().group().isPresent()
                ? told.withGroup(found.facts().get().group().get())
                : told;
    }

    /** Says what there is and what is done about it; the places of the images that are dropped. */
    private Set<Integer> resolve(Copies copies) throws IOException {
        if (copies.sets().isEmpty()) {
            return Set.of();
        }
        List<List<Integer>> contradictions = copies.contradictions();
        if (!contradictions.isEmpty() && policy == CopyPolicy.GROUP) {
            throw new IOException(
                    data.name() + ": " + contradictions.size() + " sets of equal images have different labels: "
                            + String.join(
                                    "; ",
                                    contradictions.stream()
                                            .limit(NAMED)
                                            .map(copies::named)
                                            .toList())
                            + (contradictions.size() > NAMED ? "; ..." : "")
                            + "; expected one label for one picture. Correct the labels, or leave these images out"
                            + " (--copies drop).");
        }
        Set<Integer> dropped = policy == CopyPolicy.DROP ? copies.surplus() : Set.of();
        String what = copies.sets().size() + (copies.sets().size() == 1 ? " set" : " sets") + " of equal images ("
                + copies.files() + " files), ";
        remarks.add(what
                + switch (policy) {
                    case GROUP -> "each set is kept together as a group";
                    case DROP -> dropped.size() + " are dropped";
                    case KEEP -> "kept: a copy votes for its twin";
                });
        if (!contradictions.isEmpty()) {
            remarks.add(contradictions.size() + " of these sets have different labels, such as "
                    + copies.named(contradictions.get(0)));
        }
        // Where one of each is left nothing leaks.
        if (copies.acrossSplits() > 0 && policy != CopyPolicy.DROP) {
            remarks.add("leak: " + copies.acrossSplits() + " sets of equal images lie in several splits");
        }
        return dropped;
    }

    /** Of pictures of one group that look alike nobody needs to know, unless they lie in several splits. */
    private void mention(NearCopies found, List<LabeledImage> images) {
        if (images.size() > NearCopies.MOST_IMAGES) {
            remarks.add("near copies are looked for among at most " + NearCopies.MOST_IMAGES + " images, so not here");
        }
        List<NearCopies.Pair> near = found.pairs().stream()
                .filter(pair -> differ(pair, images, LabeledImage::group) || acrossSplits(pair, images))
                .toList();
        if (near.isEmpty()) {
            return;
        }
        NearCopies.Pair first = near.get(0);
        Set<Integer> members = new HashSet<>();
        near.forEach(pair -> {
            members.add(pair.first());
            members.add(pair.second());
        });
        long labels = near.stream()
                .filter(pair -> differ(pair, images, LabeledImage::label))
                .count();
        long splits = near.stream().filter(pair -> acrossSplits(pair, images)).count();
        String cut = found.all() > found.pairs().size()
                ? ", among the nearest " + found.pairs().size() + " of " + found.all() + " that look alike,"
                : "";
        remarks.add(near.size() + (near.size() == 1 ? " pair" : " pairs") + cut + " of " + members.size()
                + " images of different groups or splits look like near copies (at most " + PerceptualHash.NEAR + " of "
                + PerceptualHash.BITS + " bits of a perceptual hash differ), such as "
                + images.get(first.first()).id() + " and "
                + images.get(first.second()).id()
                + (labels == 0 ? "" : "; " + labels + " with different labels")
                + (splits == 0 ? "" : "; " + splits + " across splits, a possible leak")
                + "; they are listed, not changed");
    }

    private static boolean differ(
            NearCopies.Pair pair, List<LabeledImage> images, Function<LabeledImage, String> what) {
        return !what.apply(images.get(pair.first())).equals(what.apply(images.get(pair.second())));
    }

    private static boolean acrossSplits(NearCopies.Pair pair, List<LabeledImage> images) {
        return differ(pair, images, LabeledImage::split)
                && !images.get(pair.first()).split().isEmpty()
                && !images.get(pair.second()).split().isEmpty();
    }

    private List<AuditRow> rows(
            List<LabeledImage> images,
            List<PixelFacts> facts,
            Copies copies,
            List<NearCopies.Pair> near,
            Set<Integer> dropped) {
        String[] notes = new String[images.size()];
        // Nearest first, so the first pair of an image is its nearest; a copy matters more.
        for (NearCopies.Pair pair : near) {
            for (int[] both : new int[][] {{pair.first(), pair.second()}, {pair.second(), pair.first()}}) {
                if (notes[both[0]] == null) {
                    notes[both[0]] = "near copy of " + images.get(both[1]).id() + " (" + pair.distance() + " bits)";
                }
            }
        }
        for (List<Integer> set : copies.sets()) {
            for (int place : set) {
                int twin = place == set.get(0) ? set.get(1) : set.get(0);
                notes[place] = "equal to " + images.get(twin).id();
            }
        }
        List<AuditRow> rows = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            LabeledImage image = images.get(i);
            PixelFacts found = facts.get(i);
            AuditRow.Fate fate = !found.readable()
                    ? AuditRow.Fate.FAILED
                    : dropped.contains(i) ? AuditRow.Fate.LEFT_OUT : AuditRow.Fate.USED;
            rows.add(AuditRow.of(
                    image,
                    new AuditRow.Picture(found.width(), found.height(), found.format(), found.sha256()),
                    fate,
                    found.readable() ? notes[i] == null ? "" : notes[i] : found.failure()));
        }
        return rows;
    }
}
