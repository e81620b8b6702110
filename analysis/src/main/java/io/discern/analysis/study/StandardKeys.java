package io.discern.analysis.study;

import io.discern.analysis.KeyForm;
import io.discern.analysis.Lost;
import io.discern.analysis.ResultKey;
import io.discern.analysis.Tagged;
import io.discern.analysis.between.Cknna;
import io.discern.analysis.between.LinearCka;
import io.discern.analysis.between.MutualKnn;
import io.discern.analysis.between.Procrustes;
import io.discern.analysis.fisher.ClusterIndices;
import io.discern.analysis.fisher.HotellingLawley;
import io.discern.analysis.fisher.Pairwise;
import io.discern.analysis.fisher.PerFeature;
import io.discern.analysis.fisher.TraceRatio;
import io.discern.analysis.geometry.Hubness;
import io.discern.analysis.geometry.ModalityGap;
import io.discern.analysis.geometry.PairAuroc;
import io.discern.analysis.geometry.PairCosines;
import io.discern.analysis.geometry.Silhouette;
import io.discern.analysis.geometry.SpectralRanks;
import io.discern.analysis.geometry.Uniformity;
import io.discern.analysis.map.MapMetric;
import io.discern.analysis.neighbors.KnnAccuracy;
import io.discern.analysis.overlay.OverlaySuite;
import io.discern.analysis.overlay.measure.OverlayRate;
import io.discern.analysis.overlay.measure.ReadingKeys;
import io.discern.analysis.overlay.measure.ShiftKeys;
import io.discern.analysis.overlay.measure.VoteKeys;
import io.discern.analysis.probe.FewShotProbe;
import io.discern.analysis.probe.LinearProbe;
import io.discern.analysis.retrieval.ClassRetrieval;
import io.discern.analysis.shortcut.ObservedShortcut;
import io.discern.analysis.zeroshot.PromptKey;
import io.discern.analysis.zeroshot.ZeroShot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Reads the names in files back to the keys that printed them. */
public final class StandardKeys {
    private static final List<KeyForm<?>> FORMS = List.of(
            Lost.FORM,
            TraceRatio.Key.FORM,
            HotellingLawley.Key.FORM,
            Pairwise.Key.FORM,
            KnnAccuracy.Key.FORM,
            ClassRetrieval.Key.FORM,
            FewShotProbe.Key.FORM,
            LinearProbe.Key.FORM,
            ZeroShot.Key.FORM,
            Hubness.Key.FORM,
            Uniformity.Key.FORM,
            MapMetric.Key.FORM,
            LinearCka.Key.FORM,
            MutualKnn.Key.FORM,
            Cknna.Key.FORM,
            PairedKey.FORM,
            ReadingKeys.Visible.FORM,
            ShiftKeys.Shift.FORM,
            ShiftKeys.Beyond.FORM,
            ShiftKeys.OfMarker.FORM,
            ShiftKeys.MarkerBeyond.FORM,
            ShiftKeys.Direction.FORM,
            VoteKeys.CleanAccuracy.FORM,
            OverlayRate.FORM,
            VoteKeys.AccuracyDrop.FORM,
            ReadingKeys.Decoded.FORM,
            ShiftKeys.VarianceShare.FORM,
            VoteKeys.Purity.FORM,
            VoteKeys.Shortcut.FORM,
            ReadingKeys.Score.FORM,
            ReadingKeys.ScoreOfMarker.FORM,
            VoteKeys.FlipOfMarker.FORM,
            VoteKeys.FlipAt.FORM,
            VoteKeys.FlipSlope.FORM,
            VoteKeys.FlipThreshold.FORM,
            ObservedShortcut.Key.FORM);

    private static final List<ResultKey> SINGLE = Stream.of(
                    new ResultKey[] {Pairwise.MINIMUM, PairAuroc.KEY, Procrustes.KEY, OverlaySuite.VERDICT},
                    ClusterIndices.Key.values(),
                    PerFeature.Key.values(),
                    Silhouette.Key.values(),
                    SpectralRanks.Key.values(),
                    PairCosines.Key.values(),
                    ModalityGap.Key.values(),
                    PromptKey.values(),
                    ShiftKeys.UnitKey.values(),
                    ReadingKeys.ByNames.values())
            .flatMap(Arrays::stream)
            .toList();

    private StandardKeys() {}

    /** The key that prints as these names; of a metric that this library does not know one that is nothing but its names. */
    public static ResultKey parse(String metric, String variant) {
        ResultKey names = ResultKey.of(metric, variant);
        return SINGLE.stream()
                .filter(names::means)
                .findFirst()
                .or(() -> FORMS.stream()
                        .flatMap(form -> form.parse(metric, variant).stream())
                        .map(key -> (ResultKey) key)
                        .findFirst())
                .or(() -> ofResults(RankKey.NAME, RankKey.Statistic.values(), RankKey::new, metric, variant))
                .or(() -> ofResults(
                        SeedKey.NAME,
                        SeedKey.Statistic.values(),
                        (criterion, statistic) -> statistic
                                .<ResultKey>map(some -> new SeedKey(criterion, some))
                                .orElse(names),
                        metric,
                        variant))
                .or(() -> Arrays.stream(ComparedKey.Comparison.values())
                        .flatMap(comparison -> ofResults(
                                comparison.metric(),
                                ComparedKey.Statistic.values(),
                                (criterion, statistic) -> new ComparedKey(comparison, criterion, statistic),
                                metric,
                                variant)
                                .stream())
                        .findFirst())
                .orElse(names);
    }

    /** A key of another result, with or without a statistic of it at the end. */
    private static <S extends Tagged> Optional<ResultKey> ofResults(
            String name,
            S[] statistics,
            BiFunction<ResultKey, Optional<S>, ResultKey> key,
            String metric,
            String variant) {
        int comma = variant.indexOf(',');
        if (!metric.equals(name) || comma < 1) {
            return Optional.empty();
        }
        List<Optional<S>> all = new ArrayList<>();
        // The longest first, so that none hides behind another that it ends with.
        Arrays.stream(statistics)
                .sorted(Comparator.comparingInt(statistic -> -statistic.tag().length()))
                .map(Optional::of)
                .forEach(all::add);
        all.add(Optional.empty());
        for (Optional<S> statistic : all) {
            String end = statistic.map(some -> "," + some.tag()).orElse("");
            if (variant.endsWith(end) && variant.length() - end.length() > comma + 1) {
                ResultKey criterion = parse(
                        variant.substring(0, comma), variant.substring(comma + 1, variant.length() - end.length()));
                return Optional.of(key.apply(criterion, statistic));
            }
        }
        return Optional.empty();
    }
}
