package io.discern.examples;

import io.discern.analysis.study.StudyPlan;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What a study is going to do, as text. */
final class PlanTable {
    private final StudyPlan plan;
    private final Optional<Duration> budget;

    PlanTable(StudyPlan plan, Optional<Duration> budget) {
        this.plan = plan;
        this.budget = budget;
    }

    void print(PrintStream out) {
        out.println("plan: pictures to encode, clean and overlaid, and an estimate of the time from two batches each");
        boolean unknown = false;
        for (StudyPlan.Cell cell : plan.cells()) {
            boolean timed = cell.perImage().isPresent();
            unknown |= !timed && cell.kept() < cell.images();
            String time = cell.problem()
                    .map(problem -> "cannot be done: " + problem)
                    .orElse(
                            cell.kept() >= cell.images()
                                    ? "nothing to encode"
                                    : timed ? "about " + time(cell.seconds()) : "not timed");
            out.println("  " + cell.encoder() + ", " + cell.dataset() + ": " + count(cell.images())
                    + (cell.kept() == 0 ? "" : ", " + count(cell.kept()) + " kept from before") + "; " + time);
        }
        double all = plan.seconds();
        out.println("  in all about " + time(all) + (unknown ? " and what could not be timed" : "")
                + "; reading and measuring come on top"
                + budget.map(limit -> ", of a budget of " + time(limit.toSeconds())
                                + (all > limit.toSeconds() ? ", which does not suffice" : ""))
                        .orElse(""));
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A time as people say it. */
    static String time(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return Math.max(1, whole) + " s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
