using SecretsKit.Charts.Model;
using static SecretsKit.Cli.Helm.Completing.FlagRows;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>The flags of the other commands on releases, as the reference words them.</summary>
internal static class ReleaseFlagTexts
{
    /// <summary><c>template</c>.</summary>
    public static IReadOnlyList<CobraFlag> Template(HelmGeneration generation) =>
    [
        .. InstallFlagTexts.Shared(generation),
        FlagRows.List("show-only", "only show manifests rendered from the given templates", letter: "s"),
        Text("output-dir", "writes the executed templates to files in output-dir instead of stdout"),
        Switch("include-crds", "include CRDs in the templated output"),
        Switch("skip-tests", "skip tests from templated output"),
        Switch("is-upgrade", "set .Release.IsUpgrade instead of .Release.IsInstall"),
        Text("kube-version", "Kubernetes version used for Capabilities.KubeVersion"),
        Switch("release-name", "use release name in the output-dir path."),
        .. generation == HelmGeneration.V4
            ? (CobraFlag[])
            [
                Hidden(Switch("validate", "deprecated")),
                CommaList(
                    "api-versions",
                    "Kubernetes api versions used for Capabilities.APIVersions (multiple can be specified)", letter: "a"),
                Optional(
                    "dry-run",
                    "simulates the operation either client-side or server-side. Must be either: \"client\", or \"server\". "
                    + "'--dry-run=client simulates the operation client-side only and avoids cluster connections. "
                    + "'--dry-run=server' simulates/validates the operation on the server, requiring cluster connectivity.", "unset"),
            ]
            :
            [
                CommaList("api-versions", "Kubernetes api versions used for Capabilities.APIVersions", letter: "a"),
                Switch(
                    "validate",
                    "validate your manifests against the Kubernetes cluster you are currently pointing at. This is the same "
                    + "validation performed on an install"),
            ],
    ];

    /// <summary><c>list</c>.</summary>
    public static IReadOnlyList<CobraFlag> List(HelmGeneration generation) =>
    [
        Output,
        Switch("short", "output short (quiet) listing format", letter: "q"),
        Switch("no-headers", "don't print headers when using the default output format"),
        Text("time-format", "format time using golang time formatter. Example: --time-format \"2006-01-02 15:04:05Z0700\""),
        Switch("date", "sort by release date", letter: "d"),
        Switch("reverse", "reverse the sort order", letter: "r"),
        Switch("uninstalled", "show uninstalled releases (if 'helm uninstall --keep-history' was used)"),
        Switch("superseded", "show superseded releases"),
        Switch("uninstalling", "show releases that are currently being uninstalled"),
        Switch("failed", "show failed releases"),
        Switch("pending", "show pending releases"),
        Switch("all-namespaces", "list releases across all namespaces", letter: "A"),
        Number("max", "maximum number of releases to fetch", letter: "m"),
        Number("offset", "next release index in the list, used to offset from start value"),
        Text(
            "filter",
            "a regular expression (Perl compatible). Any releases that match the expression will be included in the results", letter: "f"),
        Text(
            "selector",
            "Selector (label query) to filter on, supports '=', '==', and '!='.(e.g. -l key1=value1,key2=value2). Works only for "
            + "secret(default) and configmap storage backends.", letter: "l"),
        .. generation == HelmGeneration.V4
            ? (CobraFlag[])
            [
                Switch("deployed", "show deployed releases"),
            ]
            :
            [
                Switch("all", "show all releases without any filter applied", letter: "a"),
                Switch("deployed", "show deployed releases. If no other is specified, this will be automatically enabled"),
            ],
    ];

    /// <summary><c>rollback</c>.</summary>
    public static IReadOnlyList<CobraFlag> Rollback(HelmGeneration generation) =>
    [
        Switch("no-hooks", "prevent hooks from running during rollback"),
        Duration("timeout", "time to wait for any individual Kubernetes operation (like Jobs for hooks)"),
        Switch(
            "wait-for-jobs",
            "if set and --wait enabled, will wait until all Jobs have been completed before marking the release as successful. "
            + "It will wait for as long as --timeout"),
        Switch("cleanup-on-fail", "allow deletion of new resources created in this rollback when rollback fails"),
        Number("history-max", "limit the maximum number of revisions saved per release. Use 0 for no limit"),
        .. generation == HelmGeneration.V4
            ? (CobraFlag[])
            [
                InstallFlagTexts.Wait,
                InstallFlagTexts.DryRun,
                Hidden(Switch("force", "deprecated")),
                Switch("force-replace", "force resource updates by replacement"),
                Switch("force-conflicts", "if set server-side apply will force changes against conflicts"),
                Text(
                    "server-side",
                    "must be \"true\", \"false\" or \"auto\". Object updates run in the server instead of the client (\"auto\" "
                    + "defaults the value from the previous chart release's method)"),
            ]
            :
            [
                Switch("dry-run", "simulate a rollback"),
                Switch("recreate-pods", "performs pods restart for the resource if applicable"),
                Switch("force", "force resource update through delete/recreate if needed"),
                Switch(
                    "wait",
                    "if set, will wait until all Pods, PVCs, Services, and minimum number of Pods of a Deployment, StatefulSet, "
                    + "or ReplicaSet are in a ready state before marking the release as successful. It will wait for as long as "
                    + "--timeout"),
            ],
    ];

    /// <summary><c>uninstall</c>.</summary>
    public static IReadOnlyList<CobraFlag> Uninstall(HelmGeneration generation) =>
    [
        Switch("dry-run", "simulate a uninstall"),
        Switch("no-hooks", "prevent hooks from running during uninstallation"),
        Switch("ignore-not-found", "Treat \"release not found\" as a successful uninstall"),
        Switch("keep-history", "remove all associated resources and mark the release as deleted, but retain the release history"),
        Duration("timeout", "time to wait for any individual Kubernetes operation (like Jobs for hooks)"),
        Text("description", "add a custom description"),
        .. generation == HelmGeneration.V4
            ? (CobraFlag[])
            [
                InstallFlagTexts.Wait,
                Text(
                    "cascade",
                    "Must be \"background\", \"orphan\", or \"foreground\". Selects the deletion cascading strategy for the "
                    + "dependents. Defaults to background. Use \"foreground\" with --wait to ensure resources with finalizers are "
                    + "fully deleted before returning."),
            ]
            :
            [
                Text(
                    "cascade",
                    "Must be \"background\", \"orphan\", or \"foreground\". Selects the deletion cascading strategy for the "
                    + "dependents. Defaults to background."),
                Switch(
                    "wait",
                    "if set, will wait until all the resources are deleted before returning. It will wait for as long as "
                    + "--timeout"),
            ],
    ];

    /// <summary><c>status</c>.</summary>
    public static IReadOnlyList<CobraFlag> Status(HelmGeneration generation) =>
    [
        Output,
        Number("revision", "if set, display the status of the named release with revision", values: HelmCandidates.Revisions),
        .. generation == HelmGeneration.V4 ? (CobraFlag[])[] :
        [
            Switch("show-desc", "if set, display the description message of the named release"),
            Switch("show-resources", "if set, display the resources of the named release"),
        ],
    ];

    /// <summary><c>test</c>.</summary>
    public static IReadOnlyList<CobraFlag> Test(HelmGeneration generation) =>
    [
        Duration("timeout", "time to wait for any individual Kubernetes operation (like Jobs for hooks)"),
        Switch("logs", "dump the logs from test pods (this runs after all tests are complete, but before any cleanup)"),
        CommaList(
            "filter",
            "specify tests by attribute (currently \"name\") using attribute=value syntax or '!attribute=value' to exclude a "
            + "test (can specify multiple or separate values with commas: name=test1,name=test2)"),
        .. generation == HelmGeneration.V4 ? (CobraFlag[])[] :
        [
            Switch("hide-notes", "if set, do not show notes in test output. Does not affect presence in chart metadata"),
        ],
    ];
}
