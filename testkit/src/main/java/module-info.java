/** The contracts that encoders, preprocessings and similarities must pass, as JUnit tests to extend. */
module io.discern.testkit {
    requires java.management;
    requires org.opentest4j;
    requires transitive io.discern;
    requires transitive org.junit.jupiter.api;

    exports io.discern.testkit;

    opens io.discern.testkit; // JUnit calls the tests that are inherited
}
