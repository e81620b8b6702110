package io.discern.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/**
 * What became of a contract run on something.
 *
 * @param passed tests that passed
 * @param failed tests that failed, in order of name
 * @param messages of the failures
 * @param skipped reasons of the tests that were aborted
 */
record ContractRun(long passed, List<String> failed, List<String> messages, List<String> skipped) {

    static ContractRun of(Class<?> contract) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute();
        return new ContractRun(
                results.testEvents().succeeded().count(),
                results.testEvents().failed().stream()
                        .map(event -> event.getTestDescriptor().getDisplayName().replace("()", ""))
                        .sorted()
                        .toList(),
                results.testEvents().failed().stream().map(ContractRun::message).toList(),
                results.testEvents().aborted().stream()
                        .map(ContractRun::message)
                        .toList());
    }

    private static String message(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::getMessage)
                .orElse("");
    }
}
