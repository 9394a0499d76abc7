/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.shell;

import isotherm.api.bench.Benchmarks;
import isotherm.api.run.Classifiers;
import isotherm.api.run.Experiments;
import isotherm.api.run.RunInfo;
import isotherm.api.run.Runs;
import isotherm.api.wiring.ExtensionPoint;
import isotherm.api.wiring.Extensions;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Names that an argument can have, those that are there at the moment: what the shell completes. */
abstract class Names implements Iterable<String> {
    final Services services;

    Names(Services services) {
        this.services = services;
    }

    abstract Stream<String> now();

    @Override
    public final Iterator<String> iterator() {
        return now().distinct().iterator();
    }

    /** Of a service that may be absent, and then has no names. */
    final <S> Stream<String> of(Class<S> contract, Function<S, Collection<String>> names) {
        return services.find(contract).stream().flatMap(service -> names.apply(service).stream());
    }

    final Stream<String> plugins(ExtensionPoint point) {
        return of(Extensions.class, all -> all.names(point));
    }

    final Stream<String> runs() {
        return of(Runs.class, all -> all.list().stream().map(RunInfo::id).toList());
    }

    /** Gives the sets of names that options and parameters are annotated with the services. */
    static IFactory factory(Services services) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return Names.class.isAssignableFrom(type)
                        ? type.getDeclaredConstructor(Services.class).newInstance(services)
                        : CommandLine.defaultFactory().create(type);
            }
        };
    }

    static final class OfKinds extends Names {
        OfKinds(Services services) {
            super(services);
        }

        @Override
        Stream<String> now() {
            return ListCommand.KINDS.stream();
        }
    }

    static final class OfExperiments extends Names {
        OfExperiments(Services services) {
            super(services);
        }

        @Override
        Stream<String> now() {
            return of(Experiments.class, Experiments::names);
        }
    }

    /** The keys of an experiment's settings; all experiments have the same. */
    static final class OfSettings extends Names {
        OfSettings(Services services) {
            super(services);
        }

        @Override
        Stream<String> now() {
            return of(Experiments.class, all -> all.check("", Map.of()).settings().keySet().stream()
                    .map(key -> key + "=")
                    .toList());
        }
    }

    static final class OfSwitches extends Names {
        OfSwitches(Services services) {
            super(services);
        }

        @Override
        Stream<String> now() {
            return of(Experiments.class, Experiments::switches);
        }
    }

    static final class OfRuns extends Names {
        OfRuns(Services services) {
            super(services);
        }

        @Override
        Stream<String> now() {
            return Stream.concat(runs(), runs().limit(1).map(any -> "latest"));
        }
    }

    /** Whatever {@code info} knows. */
    static final class OfAll extends Names {
        OfAll(Services services) {
            super(services);
        }

        @Override
        Stream<String> now() {
            return Stream.of(
                            Arrays.stream(ExtensionPoint.values()).flatMap(this::plugins),
                            of(Experiments.class, Experiments::names),
                            runs())
                    .flatMap(names -> names);
        }
    }

    private abstract static class OfPlugins extends Names {
        private final ExtensionPoint point;

        OfPlugins(Services services, ExtensionPoint point) {
            super(services);
            this.point = point;
        }

        @Override
        Stream<String> now() {
            return plugins(point);
        }
    }

    static final class OfBackbones extends OfPlugins {
        OfBackbones(Services services) {
            super(services, ExtensionPoint.BACKBONE);
        }
    }

    static final class OfDecoders extends OfPlugins {
        OfDecoders(Services services) {
            super(services, ExtensionPoint.DECODER);
        }
    }

    static final class OfScores extends OfPlugins {
        OfScores(Services services) {
            super(services, ExtensionPoint.SCORE);
        }
    }

    /** Imported ones, and runs that trained one. */
    static final class OfClassifiers extends Names {
        OfClassifiers(Services services) {
            super(services);
        }

        @Override
        Stream<String> now() {
            return Stream.concat(of(Classifiers.class, Classifiers::names), runs());
        }
    }

    /** Data sets that can be fetched. */
    static final class OfDatasets extends Names {
        OfDatasets(Services services) {
            super(services);
        }

        @Override
        Stream<String> now() {
            return KnownDataset.ALL.stream()
                    .filter(dataset -> !dataset.downloads().isEmpty())
                    .map(KnownDataset::key);
        }
    }

    static final class OfBenchmarks extends Names {
        OfBenchmarks(Services services) {
            super(services);
        }

        @Override
        Stream<String> now() {
            return of(Benchmarks.class, all -> all.workloads().keySet());
        }
    }
}
