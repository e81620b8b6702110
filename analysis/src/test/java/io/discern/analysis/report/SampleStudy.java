package io.discern.analysis.report;

import io.discern.EncoderInfo;
import io.discern.analysis.Extent;
import io.discern.analysis.Headline;
import io.discern.analysis.MetricResult;
import io.discern.analysis.ResultKey;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.overlay.OverlaidImage;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.overlay.draw.OverlayFactor;
import io.discern.analysis.overlay.draw.OverlayInk;
import io.discern.analysis.overlay.draw.OverlayRenderer;
import io.discern.analysis.overlay.draw.OverlaySpec;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.measure.VoteKeys;
import io.discern.analysis.stats.Interval;
import io.discern.analysis.study.ComparedKey;
import io.discern.analysis.study.FlipPicture;
import io.discern.analysis.study.ImageReading;
import io.discern.analysis.study.OverlayExample;
import io.discern.analysis.study.PairedKey;
import io.discern.analysis.study.RankKey;
import io.discern.analysis.study.StudyData;
import io.discern.analysis.study.StudyMap;
import io.discern.analysis.study.StudyPages;
import io.discern.analysis.study.StudyResult;
import io.discern.analysis.study.StudyRow;
import io.discern.analysis.study.Thumbnail;
import io.discern.image.RgbImage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** A study as large as one likes, whose numbers are dealt: for how a page looks and how large it is, not for what it says. */
final class SampleStudy {
    private static final List<String> NAMES = List.of(
            "hf-hub:microsoft/BiomedCLIP-PubMedBERT_256-vit_base_patch16_224",
            "hf-hub:google/medsiglip-448",
            "openai/clip-vit-base-patch32",
            "openai/clip-vit-large-patch14-336",
            "google/siglip2-so400m-patch14-384",
            "facebook/dinov2-base",
            "flaviagiammarino/pubmed-clip-vit-base-patch32",
            "redlessone/DermLIP_ViT-B-16",
            "vinid/plip",
            "MahmoodLab/conch",
            "laion/CLIP-ViT-H-14-laion2B-s32B-b79K",
            "suinleelab/monet");
    private static final List<String> SETS = List.of(
            "HAM10000",
            "brain-mri",
            "PneumoniaMNIST",
            "ChestX-ray14",
            "ISIC 2019",
            "BUSI",
            "PathMNIST",
            "Fitzpatrick17k",
            "DDR",
            "Kvasir");
    private static final List<String> CLASSES = List.of(
            "melanoma",
            "basal cell carcinoma",
            "benign keratosis-like lesion",
            "dermatofibroma",
            "melanocytic nevus",
            "vascular lesion",
            "actinic keratosis");

    private record PictureKey(int seed, int edge) {}

    /** The same for every data set. */
    private final Map<PictureKey, RgbImage> pictures = new HashMap<>();

    private final Random random = new Random(1);
    private final StudyResult.Builder study = new StudyResult.Builder(1);
    private final List<String> encoders;
    private final List<String> datasets;
    private final int images;

    private SampleStudy(int encoders, int datasets, int images) {
        this.encoders = NAMES.subList(0, encoders);
        this.datasets = SETS.subList(0, datasets);
        this.images = images;
    }

    /** Of so many encoders and data sets (at most 12 and 10), with that many images each. */
    static StudyResult of(int encoders, int datasets, int images) {
        return new SampleStudy(encoders, datasets, images).result();
    }

    private StudyResult result() {
        OverlaySuite suite = OverlaySuite.standard();
        List<Headline> summary = new ArrayList<>(new TraceRatio().headlines());
        summary.addAll(KnnAccuracy.standard().headlines());
        List<Headline> ranked = List.copyOf(summary);
        summary.addAll(suite.headlines());
        study.pages(new StudyPages(summary, List.of(), suite.columns(), suite.curves(), Optional.of(suite.style())));
        encoders.forEach(encoder -> study.encoder(encoder, EncoderInfo.of(encoder, 512)));
        for (String dataset : datasets) {
            dataset(dataset, summary, ranked, suite);
        }
        for (Headline headline : ranked) {
            encoders.forEach(encoder -> study.comparison(new StudyRow(
                    encoder,
                    "all data sets",
                    MetricResult.of(
                            RankKey.mean(headline.keys().get(0)), 1 + random.nextInt(encoders.size()), extent(), 1))));
        }
        return study.build();
    }

    private static Extent extent() {
        return new Extent(600, 512, CLASSES.size());
    }

    private void dataset(String dataset, List<Headline> summary, List<Headline> ranked, OverlaySuite suite) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        CLASSES.stream().sorted().forEach(label -> counts.put(label, 0));
        List<String> labels = IntStream.range(0, images)
                .mapToObj(i -> CLASSES.get(i % CLASSES.size()))
                .toList();
        labels.forEach(label -> counts.merge(label, 1, Integer::sum));
        study.dataset(new StudyData(
                dataset,
                images,
                images / 2,
                counts,
                List.of("12 sets of identical images (27 images), kept together")));
        pictures(dataset, labels, suite.style());
        for (String encoder : encoders) {
            double level = random.nextDouble();
            List<ResultKey> keys = new ArrayList<>();
            summary.forEach(headline -> keys.add(headline.keys().get(0)));
            suite.columns().forEach(column -> keys.add(column.keys().get(0)));
            for (String place : List.of("center", "top-left", "bottom", "bottom-right")) {
                keys.add(OverlayRate.byNeighbors(OverlayRate.Kind.FLIP, 5).at(Optional.of(place)));
            }
            for (double dose : List.of(0.05, 0.08, 0.125, 0.2)) {
                keys.add(new VoteKeys.FlipAt(OverlayFactor.SIZE, dose, 5));
                keys.add(new VoteKeys.FlipAt(OverlayFactor.OPACITY, 5 * dose, 5));
            }
            for (double rho : List.of(0.0, 0.5, 0.9, 1.0)) {
                keys.add(new VoteKeys.Shortcut(VoteKeys.ShortcutPart.GAP, rho, 5));
            }
            keys.stream().distinct().forEach(key -> study.row(new StudyRow(encoder, dataset, dealt(key, level))));
            read(encoder, dataset, labels);
            map(encoder, dataset, labels);
        }
        for (int i = 0; i < encoders.size(); i++) {
            for (int j = i + 1; j < encoders.size(); j++) {
                String pair = StudyRow.pair(encoders.get(i), encoders.get(j));
                double difference = random.nextGaussian() * 0.08;
                study.comparison(new StudyRow(
                        pair,
                        dataset,
                        MetricResult.of(PairedKey.difference(), difference, extent(), 1)
                                .withInterval(new Interval(difference - 0.05, difference + 0.05))));
                study.comparison(new StudyRow(
                        pair,
                        dataset,
                        MetricResult.of(
                                PairedKey.of(PairedKey.Test.HOLM),
                                Math.abs(difference) > 0.1 ? 0.01 : 0.7,
                                extent(),
                                1)));
                for (Headline headline : ranked) {
                    ComparedKey key = new ComparedKey(
                            ComparedKey.Comparison.PAIRED, headline.keys().get(0), Optional.empty());
                    study.comparison(new StudyRow(pair, dataset, MetricResult.of(key, difference, extent(), 1)));
                    study.comparison(new StudyRow(
                            pair,
                            dataset,
                            MetricResult.of(
                                    new ComparedKey(
                                            key.comparison(), key.criterion(), Optional.of(ComparedKey.Statistic.HOLM)),
                                    0.7,
                                    extent(),
                                    1)));
                }
            }
        }
    }

    private MetricResult dealt(ResultKey key, double level) {
        double value = Math.min(0.94, Math.max(0.04, level * 0.6 + 0.3 * random.nextDouble()));
        return MetricResult.of(key, value, extent(), 1)
                .withInterval(new Interval(value - 0.03, value + 0.05))
                .withNull(0.15);
    }

    private void pictures(String dataset, List<String> labels, OverlaySpec style) {
        List<Thumbnail> thumbnails = new ArrayList<>();
        List<FlipPicture> flips = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            thumbnails.add(new Thumbnail(dataset, "img_" + i, labels.get(i), picture(i, 48)));
            if (i < FlipPicture.MOST) {
                RgbImage clean = picture(i, 96);
                String named = labels.get((i + 1) % labels.size());
                flips.add(new FlipPicture(
                        dataset, "img_" + i, named, clean, new OverlayRenderer().render(clean, style.withText(named))));
            }
        }
        study.thumbnails(thumbnails);
        study.flips(flips);
        RgbImage clean = picture(3, 240);
        OverlayRenderer renderer = new OverlayRenderer();
        Map<OverlayInk, RgbImage> inks = new EnumMap<>(OverlayInk.class);
        for (OverlayInk ink : OverlayInk.values()) {
            inks.put(ink, renderer.render(clean, style.withText("melanoma"), ink));
        }
        study.example(new OverlayExample(
                dataset, labels.get(3), "melanoma", clean, inks, Map.of("size-0.2", inks.get(OverlayInk.TEXT))));
    }

    /** Something like a lesion: a soft blot with texture, no flatter than a photograph. */
    private RgbImage picture(int seed, int edge) {
        return pictures.computeIfAbsent(new PictureKey(seed, edge), key -> blot(seed, edge));
    }

    private static RgbImage blot(int seed, int edge) {
        Random own = new Random(seed);
        double x0 = edge * (0.35 + 0.3 * own.nextDouble());
        double y0 = edge * (0.35 + 0.3 * own.nextDouble());
        double radius = edge * (0.15 + 0.2 * own.nextDouble());
        double[] waves = own.doubles(6).toArray();
        byte[] pixels = new byte[3 * edge * edge];
        for (int at = 0; at < edge * edge; at++) {
            double x = at % edge - x0;
            double y = at / edge - y0;
            double inside = 1 / (1 + Math.exp((Math.hypot(x, y) - radius) / (edge / 30.0)));
            double texture = 12 * Math.sin(x * waves[0] * 90 / edge + waves[1]) * Math.cos(y * waves[2] * 90 / edge);
            for (int channel = 0; channel < 3; channel++) {
                double skin = 205 - 18 * channel - 25 * waves[3];
                double lesion = 90 - 22 * channel + 60 * waves[4];
                double color = skin + inside * (lesion - skin) + texture + 6 * own.nextGaussian();
                pixels[3 * at + channel] = (byte) Math.max(0, Math.min(255, color));
            }
        }
        return RgbImage.of(edge, edge, pixels);
    }

    private void read(String encoder, String dataset, List<String> labels) {
        List<ImageReading> readings = new ArrayList<>();
        List<OverlaidImage> overlaid = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            List<ImageReading.Neighbour> near = new ArrayList<>();
            List<OverlaidImage.Neighbor> other = new ArrayList<>();
            for (int rank = 0; rank < 5; rank++) {
                near.add(new ImageReading.Neighbour("img_" + random.nextInt(images), 0.9 - 0.01 * rank));
                other.add(new OverlaidImage.Neighbor("img_" + random.nextInt(images), 0.8 - 0.01 * rank));
            }
            String taken = random.nextDouble() < 0.7 ? labels.get(i) : CLASSES.get(random.nextInt(CLASSES.size()));
            readings.add(new ImageReading(
                    encoder,
                    dataset,
                    new ImageReading.Image("img_" + i, labels.get(i), "img_" + i, ""),
                    ImageReading.NEIGHBOURS,
                    taken,
                    0.2,
                    near));
            String named = labels.get((i + 1) % labels.size());
            String with = random.nextDouble() < 0.3 ? named : taken;
            overlaid.add(new OverlaidImage(
                    "img_" + i, named, Map.of(OverlaidImage.CLEAN, taken, OverlaidImage.TEXT, with), Map.of(), other));
        }
        study.readings(readings);
        study.overlaid(encoder, dataset, overlaid);
    }

    private void map(String encoder, String dataset, List<String> labels) {
        List<String> sorted = CLASSES.stream().sorted().toList();
        List<StudyMap.Point> points = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            int label = sorted.indexOf(labels.get(i));
            points.add(new StudyMap.Point(
                    "img_" + i,
                    label,
                    Math.cos(label) + 0.5 * random.nextGaussian(),
                    Math.sin(label) + 0.5 * random.nextGaussian()));
        }
        study.map(new StudyMap(encoder, dataset, "pca", sorted, points, Optional.empty(), ""));
    }
}
