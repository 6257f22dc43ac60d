namespace SecretsKit.Cli.Helm;

/// <summary>Examples for the help of the helm command line.</summary>
internal static class HelmExamples
{
    /// <summary>Command lines behind the program's name, and what they are for.</summary>
    /// <param name="command">The name of a command.</param>
    public static IReadOnlyList<(string Line, string Purpose)> Of(string command) => command switch
    {
        "completion" => [("completion bash", "a script, for source or a folder of completions")],
        "create" => [("create ./orders", "a chart to start from")],
        "dependency list" => [("dependency list ./chart", "what Chart.yaml asks for, and what of it is there")],
        "diff upgrade" =>
        [
            ("diff upgrade orders ./chart -n prod -f values.yaml", "against the record of the release"),
            ("diff upgrade orders ./chart -n prod --exact --explain", "against live objects, with the cause of each change"),
        ],
        "diff revision" => [("diff revision orders 3 4", "secrets masked")],
        "diff rollback" => [("diff rollback orders 3", "before you run it")],
        "diff release" => [("diff release orders orders-canary", "two releases of one chart")],
        "diff version" => [("diff version", "of helm-diff")],
        "env" => [("env", "all"), ("env HELM_NAMESPACE", "one of them")],
        "get all" => [("get all orders -n prod", "of the last revision")],
        "get hooks" => [("get hooks orders -n prod", "as they were rendered")],
        "get manifest" => [("get manifest orders --revision 3", "of a revision")],
        "get metadata" => [("get metadata orders -o json", "for scripts")],
        "get notes" => [("get notes orders", "what was shown after the deploy")],
        "get values" => [("get values orders --all -o yaml", "with the defaults of the chart")],
        "history" => [("history orders -n prod --max 5", "the last five revisions")],
        "list" =>
        [
            ("list -A", "in all namespaces"),
            ("list -n prod --failed -o json", "those that failed, for scripts"),
        ],
        "show all" or "show chart" or "show crds" or "show readme" or "show values" =>
        [
            ($"{command} ./chart", "of a folder or archive"),
            ($"{command} orders --repo https://charts.example.com --version ^1.2", "of a repository"),
        ],
        "status" => [("status orders -n prod --show-resources", "with its objects")],
        "template" =>
        [
            ("template orders ./chart -f values.yaml -f secrets.yaml", "secrets.yaml may be encrypted"),
            ("template orders ./chart -s templates/secret.yaml", "one file"),
            ("template orders ./chart --expect Deployment=2 --summary", "count instead of printing"),
        ],
        "unittest" =>
        [
            ("unittest ./chart", "all suites tests/*_test.yaml"),
            ("unittest ./chart -v secrets.yaml -o report.xml -t JUnit", "secrets.yaml may be encrypted"),
            ("unittest ./chart -u", "take over changed snapshots"),
        ],
        "test" => [("test orders -n prod --logs", "and print what its pods print")],
        "lint" =>
        [
            ("lint ./chart -f values.yaml -f secrets.yaml", "secrets.yaml may be encrypted"),
            ("lint ./chart --strict --advise=all,-K-117", "also conventions but one, and fail on warnings"),
            ("lint . --advise=list", "name the rules"),
        ],
        "install" =>
        [
            ("install orders ./chart -n prod -f secrets.yaml", "secrets.yaml may be encrypted"),
            ("install orders ./chart --dry-run=server --hide-secret", "what would be installed"),
        ],
        "upgrade" =>
        [
            ("upgrade -i orders ./chart -f secrets.yaml --rollback-on-failure", "deploy, or undo what failed"),
            ("upgrade orders ./chart --reuse-values --set image.tag=1.4.2", "change one value"),
        ],
        "rollback" =>
        [
            ("rollback orders -n prod", "to the revision before"),
            ("rollback orders 3 --wait --timeout 5m", "to another, and wait"),
        ],
        "uninstall" => [("uninstall orders -n prod --keep-history", "so that it can be rolled back")],
        "version" => [("version --short", "the number alone")],
        _ => [],
    };

    /// <summary>Exit codes.</summary>
    /// <param name="command">The name of a command.</param>
    public static IReadOnlyList<(string Code, string Meaning)> ExitCodes(string command) => command switch
    {
        "lint" => [("0", "no errors"), ("1", "failed, or errors were found; with --strict warnings, too"), ("130", "interrupted")],
        "diff upgrade" or "diff revision" or "diff rollback" or "diff release" =>
        [
            ("0", "done"), ("1", "failed"), ("2", "there are differences, with --detailed-exitcode"), ("130", "interrupted"),
        ],
        "template" =>
        [
            ("0", "done"), ("1", "failed, or not what --expect, --policy or --scan-images ask for"), ("130", "interrupted"),
        ],
        "test" or "unittest" => [("0", "all tests passed"), ("1", "failed"), ("130", "interrupted")],
        _ => [("0", "done"), ("1", "failed"), ("130", "interrupted")],
    };
}
